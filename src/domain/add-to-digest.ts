import type { Actor } from './cloud-trail-call.ts'
import { type Digest, type ImpactCounts, isFinished, isOver, type Tally } from './digest.ts'
import { withBatch } from './digest-batches.ts'
import { withFailures } from './digest-failures.ts'
import { byImpact, type DigestLine, isInUse, isShared } from './digest-line.ts'
import { withRules } from './digest-mentions.ts'
import { actorKey } from './digest-streams.ts'
import { showEveryMs, withReminder } from './digest-timing.ts'
import type { CardMention } from './record.ts'

const NAMES = 200
const TOP = 10
/** The most actors that are named. */
const ACTORS_AT_MOST = 5

const EMPTY_TALLY: Tally = { counts: {}, others: 0 }

const addTo = (tally: Tally, names: readonly (string | undefined)[]): Tally => {
  const counts = new Map(Object.entries(tally.counts))
  let { others } = tally
  for (const name of names) {
    if (name === undefined) continue
    const known = counts.get(name)
    if (known !== undefined || counts.size < NAMES) counts.set(name, (known ?? 0) + 1)
    else others++
  }
  return { counts: Object.fromEntries(counts), others }
}

const emptyDigest = ({ channel, stream, batchId }: DigestBatch, before: Digest | undefined): Digest => ({
  channel,
  stream,
  version: before?.version ?? 0,
  burst: batchId,
  lastMs: 0,
  sinceMs: Number.POSITIVE_INFINITY,
  untilMs: 0,
  count: 0,
  sizeGiB: 0,
  states: EMPTY_TALLY,
  places: EMPTY_TALLY,
  families: EMPTY_TALLY,
  people: EMPTY_TALLY,
  top: [],
  mention: [],
  called: [],
  batches: before?.batches ?? [],
  ...(before?.pages && { pages: before.pages }),
  cards: 0,
  showFromMs: 0,
  fileFromMs: 0,
  lists: 0,
})

/** The events of one batch for a channel's digest. */
export interface DigestBatch {
  channel: string
  stream: string
  /** Names the batch. */
  batchId: string
  lines: readonly DigestLine[]
  mention: readonly string[]
  /** The rules that call them. */
  rules?: readonly CardMention[]
  /** Of the same batch: events with cards of their own. */
  cards: number
  /** How many digests of the channel are open, this one included. */
  pace: number
  /** The schedule has more to do once the burst is over. */
  followUp: boolean
}

/** The digest with these actors; unchanged if it names all of them, or as many as it can. */
export const withActors = (digest: Digest, actors: readonly Actor[]): Digest => {
  const { actors: before = [] } = digest
  const all = new Map([...before, ...actors].map(actor => [actorKey(actor), actor]))
  const named = [...all.values()].slice(0, ACTORS_AT_MOST)
  return named.length === before.length ? digest : { ...digest, actors: named }
}

const supersededOf = (
  { superseded = 0 }: Digest,
  lines: readonly DigestLine[],
): Pick<Digest, 'superseded'> => {
  const all = superseded + lines.filter(line => line.superseded).length
  return all > 0 ? { superseded: all } : {}
}

const withMentionRules = ({ rules = [] }: Digest, more: readonly CardMention[]): Pick<Digest, 'rules'> => {
  const all = withRules(rules, more)
  return all.length > 0 ? { rules: all } : {}
}

const withImpact = (
  { inUse, shared, production }: ImpactCounts,
  lines: readonly DigestLine[],
): ImpactCounts => ({
  inUse: inUse + lines.filter(isInUse).length,
  shared: shared + lines.filter(isShared).length,
  production: production + lines.filter(line => line.isProduction).length,
})

const NO_IMPACT: ImpactCounts = { inUse: 0, shared: 0, production: 0 }

/** The digest with the totals of these lines: impact, families, the most important images, failures. */
const withLines = (digest: Digest, lines: readonly DigestLine[]): Digest => {
  const failures = withFailures(digest.failures ?? [], lines)
  return {
    ...digest,
    impact: withImpact(digest.impact ?? NO_IMPACT, lines),
    families: addTo(digest.families, lines.map(line => line.family ?? '')), // biome-ignore format: one a line
    top: [...digest.top, ...lines].sort(byImpact).slice(0, TOP),
    ...(failures.length > 0 && { failures }),
  }
}

/** The same digest with totals that are counted again, after its lines were completed. */
export const withCompletedLines = (digest: Digest, lines: readonly DigestLine[]): Digest => {
  const { impact: _counted, failures: _grouped, ...rest } = digest
  const untilMs = lines.flatMap(({ recycledUntilMs }) => recycledUntilMs ?? [])
  return {
    ...withLines({ ...rest, families: EMPTY_TALLY, top: [] }, lines),
    revision: (digest.revision ?? 0) + 1,
    ...(untilMs.length > 0 && {
      recycled: { count: untilMs.length, untilMs: untilMs.reduce((a, b) => Math.min(a, b)) },
    }),
  }
}

/**
 * Counts a batch: in the current burst, or as the first of a new one.
 *
 * @returns `isShowDue` if this batch has to show the digest; other batches do not, for a while
 */
export const addToDigest = (
  before: Digest | undefined,
  batch: DigestBatch,
  nowMs: number,
): { digest: Digest; isShowDue: boolean } => {
  const { batchId, lines, mention, rules = [], cards, pace, followUp } = batch
  // A burst that could not be finished continues instead: nothing of it may be lost.
  const goesOn = before !== undefined && (!isOver(before, nowMs) || !isFinished(before))
  const old = goesOn ? before : emptyDigest(batch, before)
  const isShowDue = nowMs >= old.showFromMs
  const digest: Digest = {
    ...withLines(old, lines),
    pace,
    ...(followUp && { followUp }),
    lastMs: Math.max(old.lastMs, nowMs),
    sinceMs: lines.reduce((first, line) => Math.min(first, line.atMs), old.sinceMs),
    untilMs: lines.reduce((last, line) => Math.max(last, line.atMs), old.untilMs),
    count: old.count + lines.length,
    ...supersededOf(old, lines),
    sizeGiB: lines.reduce((sum, line) => sum + (line.sizeGiB ?? 0), old.sizeGiB),
    states: addTo(old.states, lines.map(line => line.state)), // biome-ignore format: one a line
    places: addTo(old.places, lines.map(line => `${line.account}/${line.region}`)), // biome-ignore format: one a line
    people: addTo(old.people, lines.map(line => line.by)), // biome-ignore format: one a line
    mention: [...new Set([...old.mention, ...mention])],
    ...withMentionRules(old, rules),
    batches: withBatch(old.batches, { batchId, burst: old.burst, atMs: nowMs }),
    cards: old.cards + cards,
    showFromMs: isShowDue ? nowMs + showEveryMs({ pace }) : old.showFromMs,
  }
  const eventId = lines[0]?.eventId ?? ''
  const named = withActors(digest, lines.flatMap(({ actor }) => actor ?? [])) // biome-ignore format: one a line
  return { digest: withReminder(named, eventId, nowMs, isShowDue), isShowDue }
}
