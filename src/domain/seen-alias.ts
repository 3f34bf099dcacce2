import type { AccountRegion, Assignment } from './alias.ts'
import type { AliasReading } from './family-overview.ts'

/** One version of an alias's parameter. */
export interface AliasVersion {
  value: string
  version: number
  changedAtMs: number
}

/** What an alias named when amiops last looked. A different value is new. */
export interface SeenAlias extends AccountRegion {
  parameter: string
  /** What it named; absent where there has been no parameter. */
  last?: AliasVersion
  /** Since when the parameter is known to be deleted, and whether that is announced. */
  deleted?: { atMs: number; isAnnounced?: true }
  /** A scan missed the parameter for the first time. */
  missingSinceMs?: number
  /** The data type of the parameter, where it is not that of an image. */
  dataType?: string
  /** Of the ledger's item, which is written only over the version that was read; 0 before it is written. */
  version: number
}

/**
 * What an alias named when amiops looked last.
 *
 * @param wasRead whether the last scan read it: then one that was never seen is not there
 * @returns undefined where nobody has looked yet
 */
export const seenReadingOf = (seen: SeenAlias | undefined, wasRead: boolean): AliasReading | undefined => {
  if (!seen) return wasRead ? { kind: 'none' } : undefined
  const { last, deleted, dataType } = seen
  if (deleted || !last) return { kind: 'none' }
  return dataType === undefined ? { kind: 'image', imageId: last.value } : { kind: 'other', dataType }
}

/** The same for the same parameters, in any order: whether all aliases of a place were read, or the config has others now. */
export const aliasListKey = (parameters: readonly string[]): string => {
  // FNV-1a.
  let hash = 0x811c9dc5
  for (const sign of JSON.stringify([...parameters].sort()))
    hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  return `${parameters.length}-${(hash >>> 0).toString(16)}`
}

/** A first look announces what changed shortly before the event that led to it: an image is checked before it is announced. */
const BEFORE_EVENT_MS = 5 * 60_000

/** Whether an alias is as it was seen. */
export const isAsSeen = ({ last, deleted }: SeenAlias, now: AliasVersion): boolean =>
  deleted === undefined && last?.version === now.version && last.changedAtMs === now.changedAtMs

/**
 * The versions that came since an alias was seen, the oldest first. A parameter that was deleted and made again counts its versions from
 * 1.
 *
 * @param versions the newest ones
 * @param eventAtMs the time of the event that made amiops look; without one, nothing that a first look finds is new
 */
export const newVersions = <Version extends AliasVersion>(
  seen: SeenAlias | undefined,
  versions: readonly Version[],
  eventAtMs: number | undefined,
): Version[] => {
  const oldestFirst = [...versions].sort((a, b) => a.version - b.version)
  if (seen?.deleted) return oldestFirst
  const { last } = seen ?? {}
  if (last)
    return oldestFirst.filter(
      ({ version, changedAtMs }) => version > last.version || changedAtMs > last.changedAtMs,
    )
  return eventAtMs === undefined
    ? []
    : oldestFirst.filter(({ changedAtMs }) => changedAtMs >= eventAtMs - BEFORE_EVENT_MS)
}

/** Clocks differ by this at most. */
const EARLIER_MS = 10_000
/** A call whose answer was lost may be carried out late, and Parameter Store checks an image before it sets it. */
const LATER_MS = 30 * 60_000

/**
 * Whether amiops's call made this version. The number alone does not decide: numbers start again after a parameter was deleted, and if
 * SSM's answer was lost, the number is unknown.
 */
export const isMadeBy = ({ change, to, version, actedAtMs }: Assignment, made: AliasVersion): boolean =>
  change !== 'outside' &&
  actedAtMs !== undefined &&
  to?.imageId === made.value &&
  (version ?? made.version) === made.version &&
  made.changedAtMs >= actedAtMs - EARLIER_MS &&
  made.changedAtMs <= actedAtMs + LATER_MS

/** amiops's assignment that made this version; undefined if somebody else made it. */
export const assignmentOf = (entries: readonly Assignment[], made: AliasVersion): Assignment | undefined =>
  entries.find(entry => isMadeBy(entry, made))

/** The history entry of a version that somebody else made. An event, a call and a scan all give it the same id. */
export const outsideEntryOf = ({ version, changedAtMs }: AliasVersion): Pick<Assignment, 'id' | 'atMs'> => ({
  id: `outside/v${version}`,
  atMs: changedAtMs,
})
