import type { AskOf } from '../../../src/domain/ask.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { serve } from '../../../src/flows/serve.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** The images of a digest for one person, page by page. */

type World = ReturnType<typeof createMemoryWorld>
const URL = 'https://hooks.example/answer'

const worldWith = async (count: number): Promise<World> => {
  const world = createMemoryWorld()
  const events = Array.from({ length: count }, (_, i) => {
    const image = { ...IMAGE, imageId: `ami-${String(i).padStart(17, '0')}` }
    world.images.put(image, { state: 'available', name: `web-${i}`, tags: {}, snapshots: [] })
    return world.event('available', { ...image, atMs: world.clock.nowMs() - i * 1_000 })
  })
  await announce(world.needs, events)
  return world
}

/** The value of a button on the last message that somebody got, or on the digest. */
const buttonValue = (blocks: readonly unknown[] | undefined, actionId: string): string => {
  const found = new RegExp(`"action_id":"${actionId}"[^{}]*({[^{}]*})?[^{}]*"value":"([^"]+)"`).exec(
    JSON.stringify(blocks).replace(/"text":{[^{}]*},/g, ''),
  )
  return found?.[2] ?? ''
}

const askOf = (world: World, value: string, more: Partial<AskOf<'list'>> = {}): AskOf<'list'> => {
  const [digest = '', burst = '', from = ''] = value.split('|')
  return {
    kind: 'list',
    key: `click-${value}`,
    person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
    place: { channelId: 'C0READY', isPrivate: false, responseUrl: URL },
    workspaceId: 'T0SANDBOX',
    appId: 'A0',
    askedAtMs: world.clock.nowMs(),
    digest,
    burst,
    from: Number(from),
    ...more,
  }
}

test('newest first, ten at a time, all of them', async () => {
  const world = await worldWith(23)
  const value = buttonValue(world.messenger.posts('ami-ready')[0]?.message.blocks, 'list')
  const [digest, burst] = value.split('|')
  for (const from of [0, 10, 20]) await serve(world.needs, askOf(world, `${digest}|${burst}|${from}`))
  const pages = world.messenger.answers(URL)
  const listed = pages.map(page => [...page.matchAll(/web-(\d+): `/g)].map(([, n]) => Number(n)))
  expect(listed.flat()).toEqual(Array.from({ length: 23 }, (_, i) => i))
  expect(listed.map(({ length }) => length)).toEqual([10, 10, 3])
  expect(pages[2]).toContain('21–23 of 23, newest first')
})

test('a burst that has ended keeps its list when others have begun in its stream', async () => {
  const world = await worldWith(7)
  const value = buttonValue(world.messenger.posts('ami-ready')[0]?.message.blocks, 'list')
  for (let burst = 0; burst < 4; burst++) {
    world.clock.advance(5 * MINUTE)
    await announce(
      world.needs,
      Array.from({ length: 6 }, (_, i) =>
        world.event('available', { ...IMAGE, imageId: `ami-${burst}${String(i).padStart(16, '0')}` }),
      ),
    )
  }
  await serve(world.needs, askOf(world, value))
  expect(world.messenger.answers(URL).at(-1)).toContain('7 images became available. 1–7 of 7')
})

test('a page that EC2 or the ledger cannot complete is shown as it is known', async () => {
  const world = createMemoryWorld()
  const events = Array.from({ length: 7 }, (_, i) =>
    world.event('deregistered', { ...IMAGE, imageId: `ami-${String(i).padStart(17, '0')}` }),
  )
  await announce(world.needs, events)
  world.needs.images.recycleBin = async () => {
    throw new Error('RequestLimitExceeded')
  }
  const value = buttonValue(world.messenger.posts('ami-alerts')[0]?.message.blocks, 'list')
  await serve(world.needs, askOf(world, value))
  expect(world.messenger.answers(URL)).toEqual([expect.stringMatching(/7 images deregistered.*Unnamed: `/)])
})

test('a digest that is no longer kept, and a click that waited too long, are said as such', async () => {
  const world = await worldWith(6)
  await serve(world.needs, askOf(world, 'ami-ready/disabled/2|never|0'))
  await serve(world.needs, askOf(world, 'ami-ready/available/0|never|0'))
  const late = { askedAtMs: world.clock.nowMs() - 11 * MINUTE }
  await serve(world.needs, askOf(world, 'ami-ready/available/0|never|0', late))
  expect(world.messenger.answers(URL)).toEqual([
    expect.stringContaining('no longer kept'),
    expect.stringContaining('no longer kept'),
    expect.stringContaining('was not answered'),
  ])
})

test('somebody of another workspace gets none', async () => {
  const world = await worldWith(6)
  const value = buttonValue(world.messenger.posts('ami-ready')[0]?.message.blocks, 'list')
  await serve(world.needs, askOf(world, value, { person: { userId: 'U0SPY', workspaceId: 'T0OTHER' } }))
  expect(world.messenger.answers(URL).join()).not.toContain('web-')
})
