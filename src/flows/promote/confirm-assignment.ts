import type { Assignment } from '../../domain/alias.ts'
import { isMadeBy } from '../../domain/seen-alias.ts'
import type { Aliases, Assignments, Clock, Log, ParameterNow } from '../../ports.ts'

interface Needs {
  ledger: Pick<Assignments, 'addAssignment' | 'readAssignment'>
  aliases: Pick<Aliases, 'read' | 'versions'>
  clock: Clock
  log: Log
}

/** Parameter Store checks the image after it has answered, within seconds. */
const CHECKED_WITHIN_MS = 2 * 60_000
/** The same, where it has said that it did not take an image of that time. */
const REJECTED_WITHIN_MS = 30_000
const VERSIONS = 50

/**
 * Reads whether an alias names the image that it was set to. Parameter Store accepts an image first, and checks it afterwards.
 *
 * @returns the entry as it now is; unchanged while nothing is certain
 */
export const confirmAssignment = async (needs: Needs, entry: Assignment): Promise<Assignment> => {
  const { ledger, aliases, clock, log } = needs
  if (entry.outcome !== 'accepted' && entry.outcome !== 'unknown') return entry
  let ended: Assignment | undefined
  try {
    ended = await decide(needs, entry, await aliases.read(entry, entry.parameter), clock.nowMs())
  } catch (error) {
    log.warn('An alias could not be read.', {
      account: entry.account,
      region: entry.region,
      why: String(error),
    })
  }
  if (!ended) return entry
  await ledger.addAssignment(ended)
  // An event may have confirmed it meanwhile.
  return ended.outcome === 'confirmed' ? ended : ((await ledger.readAssignment(entry, entry)) ?? ended)
}

const decide = async (
  { aliases }: Needs,
  entry: Assignment,
  now: ParameterNow | undefined,
  nowMs: number,
): Promise<Assignment | undefined> => {
  const { to, actedAtMs = entry.atMs, rejected } = entry
  if (now && isMadeBy(entry, now)) return confirmed(entry, now.version)
  // Somebody else has set it to the same image.
  if (now?.value === to?.imageId) return confirmed(entry)
  const versions = now ? await aliases.versions(entry, entry.parameter, VERSIONS) : []
  const made = versions.find(one => isMadeBy(entry, one))
  if (made) return confirmed(entry, made.version, `it was changed again since, and names ${now?.value}`)
  if (nowMs - actedAtMs < (rejected === undefined ? CHECKED_WITHIN_MS : REJECTED_WITHIN_MS)) return undefined
  return { ...entry, outcome: 'failed', reason: whyNot(entry, now) }
}

/** @param more a remark about an assignment that was set all the same */
const confirmed = (entry: Assignment, version = entry.version, more?: string): Assignment => {
  const { reason, ...rest } = entry
  // The reason for "unknown" no longer applies; the one that was given with "accepted" still does.
  const said = more ?? (entry.outcome === 'accepted' ? reason : undefined)
  return {
    ...rest,
    outcome: 'confirmed',
    ...(version !== undefined && { version }),
    ...(said && { reason: said }),
  }
}

const whyNot = ({ outcome, rejected, from }: Assignment, now: ParameterNow | undefined): string => {
  const names = `it ${now?.value === from?.imageId ? 'still names' : 'names'} ${now?.value ?? 'nothing'}`
  if (rejected !== undefined)
    return `Parameter Store accepted the image and did not take it (${rejected}): the account cannot use it in this region, or amiops may not describe it there; ${names}`
  return outcome === 'accepted'
    ? `Parameter Store accepted the image and did not take it: ${names}. Check that the account may use the image`
    : `Parameter Store did not set it: ${names}`
}
