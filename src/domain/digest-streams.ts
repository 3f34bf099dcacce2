import type { Actor } from './cloud-trail-call.ts'
import { type Digest, isFinished, isOver } from './digest.ts'
import type { DigestLine } from './digest-line.ts'
import type { EventState } from './event.ts'

/**
 * A channel has several digests at a time: one for each kind of change and actor. Each kind has three streams, so that a channel
 * never has more than twelve. The third takes all further actors.
 */
const INDEXES = [0, 1, 2] as const

/** The names of a kind's digests. */
export const streamsOf = (state: EventState): string[] => INDEXES.map(index => `${state}/${index}`)

export const actorKey = ({ kind, name, session, sourceIdentity }: Actor): string =>
  [kind, name, session, sourceIdentity].join('\n')

/** Who changed an image: `@handle` in Slack, else the key of CloudTrail's actor. Undefined for somebody outside Slack whom
 * CloudTrail has not named yet. */
export const whoOf = ({ by, actor }: Pick<DigestLine, 'by' | 'actor'>): string | undefined =>
  by === undefined ? actor && actorKey(actor) : `@${by}`

/**
 * Whether a change by this actor belongs to the digest. An actor outside Slack who is not named yet may be one of those who are, so it
 * does.
 */
export const isBy = ({ people, actors = [] }: Pick<Digest, 'people' | 'actors'>, who?: string): boolean => {
  const handles = Object.keys(people.counts)
  if (who?.startsWith('@')) return handles.length > 0 && handles.includes(who.slice(1))
  if (handles.length > 0) return false
  return who === undefined || actors.length === 0 || actors.some(actor => actorKey(actor) === who)
}

/** Nothing was ever there, or nothing is left to do for it. */
const isFree = (digest: Digest | undefined, nowMs: number): boolean =>
  digest === undefined || (isOver(digest, nowMs) && isFinished(digest) && !digest.followUp)

/**
 * Picks the digest for the changes of one actor: the open one of this actor, else the stream that has been free for longest (CloudTrail
 * may still name the actors of the others), else one whose burst is over but not finished, else the last.
 *
 * @param digests of one kind of change, in the order of `streamsOf`
 * @returns its index, and whether it continues the digest that is there
 */
export const pickStream = (
  digests: readonly (Digest | undefined)[],
  who: string | undefined,
  nowMs: number,
): { index: number; joins: boolean } => {
  const longestIdle = (fits: (digest: Digest | undefined) => boolean): number | undefined =>
    [...digests.keys()]
      .filter(index => fits(digests[index]))
      .sort((a, b) => (digests[a]?.lastMs ?? 0) - (digests[b]?.lastMs ?? 0))[0]
  const going = longestIdle(digest => digest !== undefined && !isOver(digest, nowMs) && isBy(digest, who))
  if (going !== undefined) return { index: going, joins: true }
  const free = longestIdle(digest => isFree(digest, nowMs))
  const over = longestIdle(digest => digest === undefined || isOver(digest, nowMs))
  const index = free ?? over
  return index === undefined ? { index: digests.length - 1, joins: true } : { index, joins: false }
}

/** Changes of one kind by one actor. */
export interface ChangeGroup<Item> {
  state: EventState
  who?: string
  items: readonly Item[]
}

/**
 * Groups the changes of one batch by kind and actor, the largest group first. Changes whose actor is not known yet join the largest group
 * of an actor outside Slack. A kind has at most as many groups as streams.
 */
export const groupChanges = <Item>(
  items: readonly Item[],
  of: (item: Item) => { state: EventState; who?: string | undefined },
): ChangeGroup<Item>[] => {
  const byKind = new Map<EventState, Map<string | undefined, Item[]>>()
  for (const item of items) {
    const { state, who } = of(item)
    const byWho = byKind.get(state) ?? new Map<string | undefined, Item[]>()
    byKind.set(state, byWho)
    const group = byWho.get(who)
    if (group) group.push(item)
    else byWho.set(who, [item])
  }
  return [...byKind].flatMap(([state, byWho]) => atMost(INDEXES.length, withUnnamed(bySize(byWho)), state))
}

type Group<Item> = [who: string | undefined, items: Item[]]

const bySize = <Item>(byWho: ReadonlyMap<string | undefined, Item[]>): Group<Item>[] =>
  [...byWho].sort(([, a], [, b]) => b.length - a.length)

const withUnnamed = <Item>(groups: Group<Item>[]): Group<Item>[] => {
  const unnamed = groups.find(([who]) => who === undefined)
  const outside = groups.find(([who]) => who !== undefined && !who.startsWith('@'))
  if (!unnamed || !outside) return groups
  const [who, items] = outside
  return groups
    .filter(group => group !== unnamed)
    .map(group => (group === outside ? [who, [...items, ...unnamed[1]]] : group))
}

const atMost = <Item>(most: number, groups: Group<Item>[], state: EventState): ChangeGroup<Item>[] => {
  const [first, ...others] = groups.slice(most - 1)
  const last: Group<Item>[] = first
    ? [[first[0], [first[1], ...others.map(([, items]) => items)].flat()]]
    : []
  return [...groups.slice(0, most - 1), ...last].map(([who, items]) => ({
    state,
    items,
    ...(who !== undefined && { who }),
  }))
}
