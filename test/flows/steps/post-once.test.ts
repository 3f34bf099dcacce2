import { renderNote } from '../../../blocks/note.ts'
import { postOnce } from '../../../src/flows/steps/post-once.ts'
import { everyFailurePoint } from '../../support/inject-failure.ts'
import { createMemoryWorld, MINUTE } from '../../support/memory/world.ts'

const post = { key: 'note/1', channel: 'ami-ready', message: renderNote('🔔', 'once') }
const texts = (world: ReturnType<typeof createMemoryWorld>): string[] =>
  world.messenger.posts('ami-ready').map(({ message }) => message.text)

test('it is posted with its key; the second time the answer says where it is', async () => {
  const world = createMemoryWorld()
  const first = await postOnce(world.needs, post)
  expect(first).toEqual({ kind: 'delivered', channelId: 'C0READY', ts: expect.any(String) })
  const again = await postOnce(world.needs, { ...post, message: renderNote('🔔', 'other words') })
  expect(again).toEqual({ ...first, payload: { key: 'note/1' } })
  expect(texts(world)).toEqual(['🔔 once'])
})

test('a function that ends at any call, before or after it took effect: once in the end', async () => {
  const counted = createMemoryWorld().inject()
  await postOnce(counted.needs, post)
  expect(counted.injection.called).toEqual(['ledger.beginPost', 'messenger.post', 'ledger.settlePost'])
  for (const failurePoint of everyFailurePoint(counted.injection.called.length)) {
    const world = createMemoryWorld()
    await postOnce(world.inject(failurePoint).needs, post).catch(() => {})
    world.clock.advance(2 * MINUTE)
    expect((await postOnce(world.needs, post)).kind).toBe('delivered')
    expect([failurePoint, texts(world)]).toEqual([failurePoint, ['🔔 once']])
  }
})

test('two at once: one posts, the other is delivered again', async () => {
  const world = createMemoryWorld()
  const ends = await Promise.allSettled([postOnce(world.needs, post), postOnce(world.needs, post)])
  expect(ends.map(end => end.status)).toEqual(['fulfilled', 'rejected'])
  expect(texts(world)).toHaveLength(1)
})

test('refused for now: the next try posts without looking; in doubt, it looks first', async () => {
  for (const inDoubt of [false, true]) {
    const world = createMemoryWorld()
    const busy = { kind: 'busy', retryAfterSec: 7, ...(inDoubt && { inDoubt: true as const }) } as const
    world.messenger.answerWith(busy)
    expect(await postOnce(world.needs, post)).toEqual(busy)
    world.messenger.answerWith()
    const { injection, needs } = world.inject()
    expect((await postOnce(needs, post)).kind).toBe('delivered')
    expect(injection.called.includes('messenger.find')).toBe(inDoubt)
    expect(texts(world)).toHaveLength(1)
  }
})

test('where Slack is too busy to look, nothing is posted; where it does not let us look, it is, with a word in the log', async () => {
  const world = createMemoryWorld()
  const warned: string[] = []
  const log = { ...world.needs.log, warn: (line: string) => void warned.push(line) }
  await world.ledger.beginPost(post.key, world.clock.nowMs())
  world.clock.advance(2 * MINUTE)
  const looking = (finding: Awaited<ReturnType<typeof world.messenger.find>>) => ({
    ...world.needs,
    log,
    messenger: { ...world.messenger, find: async () => finding },
  })
  expect(await postOnce(looking({ kind: 'busy', retryAfterSec: 3 }), post)).toMatchObject({ kind: 'busy' })
  expect(texts(world)).toEqual([])
  await postOnce(looking({ kind: 'unreadable', code: 'missing_scope' }), post)
  expect(texts(world)).toEqual(['🔔 once'])
  expect(warned).toEqual([expect.stringContaining('may stand there twice')])
})
