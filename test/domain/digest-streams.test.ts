import { addToDigest, type DigestBatch } from '../../src/domain/add-to-digest.ts'
import type { Actor } from '../../src/domain/cloud-trail-call.ts'
import type { Digest } from '../../src/domain/digest.ts'
import type { DigestLine } from '../../src/domain/digest-line.ts'
import { groupChanges, pickStream, whoOf } from '../../src/domain/digest-streams.ts'
import { IMAGE, NOON_MS } from './given.ts'

const TERRAFORM: Actor = { kind: 'role', name: 'terraform' }
const PACKER: Actor = { kind: 'role', name: 'packer' }
const SECOND = 1_000

const lineBy = (who: Pick<DigestLine, 'by' | 'actor'>): DigestLine => ({
  ...IMAGE,
  ...who,
  eventId: 'event-1',
  state: 'disabled',
  atMs: NOON_MS,
})

const digestBy = (who: Pick<DigestLine, 'by' | 'actor'>, more: Partial<Digest> = {}): Digest => {
  const batch: DigestBatch = {
    channel: 'ami-ready',
    stream: 'disabled/0',
    batchId: 'a.0',
    lines: [lineBy(who)],
    mention: [],
    cards: 0,
    pace: 1,
    followUp: false,
  }
  return { ...addToDigest(undefined, batch, NOON_MS).digest, ...more }
}
/** Shown and listed, so that its stream is free once it is over. */
const finished = (digest: Digest): Digest => ({
  ...digest,
  shown: { channelId: 'C0', ts: '1', count: digest.count, actorCount: 5 },
  file: { fileId: 'F1', count: digest.count },
})
const NOBODY = undefined
const keyOf = (actor: Actor) => whoOf({ actor })

describe('which digest takes a change', () => {
  const soon = NOON_MS + 10 * SECOND
  test('the same actor goes on; another one begins beside it', () => {
    const known = [digestBy({ actor: TERRAFORM }), NOBODY, NOBODY]
    expect(pickStream(known, keyOf(TERRAFORM), soon)).toEqual({ index: 0, joins: true })
    expect(pickStream(known, keyOf(PACKER), soon)).toEqual({ index: 1, joins: false })
  })

  test('who is not named yet is not known to be another one, either way', () => {
    expect(pickStream([digestBy({ actor: TERRAFORM }), NOBODY, NOBODY], undefined, soon).joins).toBe(true)
    expect(pickStream([digestBy({}), NOBODY, NOBODY], keyOf(PACKER), soon).joins).toBe(true)
  })

  test('a person in Slack is another one than anybody outside', () => {
    expect(pickStream([digestBy({}), NOBODY, NOBODY], '@maria', soon)).toEqual({ index: 1, joins: false })
    expect(pickStream([digestBy({ by: 'maria' }), NOBODY, NOBODY], undefined, soon).joins).toBe(false)
    expect(pickStream([digestBy({ by: 'maria' }), NOBODY, NOBODY], '@maria', soon).joins).toBe(true)
  })

  test('a fourth actor goes on with the third digest: a channel never has more', () => {
    const known = [TERRAFORM, PACKER, { kind: 'user', name: 'sam' } as const].map(actor =>
      digestBy({ actor }),
    )
    expect(pickStream(known, keyOf({ kind: 'user', name: 'kim' }), soon)).toEqual({ index: 2, joins: true })
  })

  test('of the free streams the one that has been free for longest', () => {
    const at = (lastMs: number) => finished(digestBy({ actor: TERRAFORM }, { lastMs }))
    const known = [at(NOON_MS), at(NOON_MS - 5 * SECOND), at(NOON_MS - SECOND)]
    const later = NOON_MS + 120 * SECOND
    expect(pickStream(known, keyOf(TERRAFORM), later)).toEqual({ index: 1, joins: false })
  })

  test('a stream whose burst is over but not finished, or not followed up, is taken last', () => {
    const later = NOON_MS + 120 * SECOND
    const unfinished = digestBy({}, { lastMs: NOON_MS - 60 * SECOND })
    const toFollow = { ...finished(digestBy({})), followUp: true as const, lastMs: NOON_MS - 30 * SECOND }
    expect(pickStream([unfinished, toFollow, finished(digestBy({}))], undefined, later).index).toBe(2)
    expect(pickStream([unfinished, toFollow, toFollow], undefined, later)).toEqual({ index: 0, joins: false })
  })
})

describe('a batch of many', () => {
  const of = ({ state, who }: { state: 'disabled' | 'failed'; who?: string }) => ({ state, who })
  const many = (count: number, state: 'disabled' | 'failed', who?: string) =>
    Array.from({ length: count }, () => ({ state, ...(who !== undefined && { who }) }))
  const summary = (items: ReturnType<typeof many>) =>
    groupChanges(items, of).map(({ state, who, items }) => [state, who, items.length])

  test('one group for each kind', () => {
    expect(summary([...many(95, 'failed'), ...many(500, 'disabled')])).toEqual([
      ['failed', undefined, 95],
      ['disabled', undefined, 500],
    ])
  })

  test('one for each actor; the unnamed go with the largest of those outside Slack', () => {
    const items = [
      ...many(2, 'disabled', 'a'),
      ...many(3, 'disabled', 'b'),
      ...many(9, 'disabled', '@maria'),
      ...many(4, 'disabled'),
    ]
    expect(summary(items)).toEqual([
      ['disabled', '@maria', 9],
      ['disabled', 'b', 7],
      ['disabled', 'a', 2],
    ])
  })

  test('a hundred actors are three groups, and nothing is lost', () => {
    const items = Array.from({ length: 100 }, (_, i) => many(1, 'disabled', `actor-${i}`)).flat()
    expect(groupChanges(items, of).map(group => group.items.length)).toEqual([1, 1, 98])
  })
})
