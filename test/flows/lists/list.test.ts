import type { ImageFacts } from '../../../src/domain/image.ts'
import { answer } from '../../../src/flows/answer/answer.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

const DAY_MS = 24 * 60 * MINUTE
const ACCOUNTS = [
  { id: IMAGE.account, alias: 'production', regions: ['us-east-1', 'eu-west-1'] },
  { id: '210987654321', alias: 'staging', regions: ['us-east-1'] },
]
const ref = (number: number, account = IMAGE.account, region = 'us-east-1') => ({
  account,
  region,
  imageId: `ami-${String(number).padStart(17, '0')}`,
})

/** A world with so many builds of one family, a day apart; the first is the newest. */
const worldWith = (images = 0, config = {}) => {
  const world = createMemoryWorld({ ...CONFIG, accounts: ACCOUNTS, ...config })
  world.images.remove(IMAGE)
  const put = (number: number, more: Partial<ImageFacts> = {}, ...place: [string?, string?]) =>
    world.images.put(ref(number, ...place), {
      state: 'available',
      name: `web-${number}`,
      createdAtMs: world.clock.nowMs() - number * DAY_MS,
      tags: {},
      snapshots: [{ snapshotId: `snap-${number}`, sizeGiB: 8, encrypted: false }],
      ...more,
    })
  for (let number = 1; number <= images; number++) put(number)
  let asked = 0
  const ask = async (text: string, page?: number): Promise<string> => {
    await answer(world.needs, {
      kind: 'command',
      key: `key-${++asked}`,
      person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
      place: { channelId: 'C0READY', isPrivate: false },
      workspaceId: 'T0SANDBOX',
      appId: 'A0AMIOPS',
      askedAtMs: world.clock.nowMs(),
      text,
      ...(page !== undefined && { page }),
    })
    return world.messenger.privateMessages('U0MARIA').at(-1) ?? ''
  }
  const scan = async () => {
    await reconcile(world.needs)
    world.clock.advance(5 * MINUTE)
  }
  return { ...world, put, ask, scan }
}

const namesIn = (text: string): string[] => [...text.matchAll(/`(web-\d+)`/g)].map(([, name = '']) => name)
const numbers = (text: string): number[] => namesIn(text).map(name => Number(name.slice(4)))

describe('/ami list', () => {
  test('shows a page of what the last scan saw, the newest first, without asking EC2', async () => {
    const world = worldWith(25)
    await world.scan()
    world.needs.images = new Proxy(world.images, {
      get: () => () => Promise.reject(new Error('EC2 must not be asked.')),
    })
    const first = await world.ask('list')
    expect(first).toMatch(/25 images\. 1–10 of 25, newest first/)
    expect(numbers(first)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(first).toContain('8 GiB · no launch known · production · us-east-1')
    expect(numbers(await world.ask('list', 3))).toEqual([21, 22, 23, 24, 25])
    expect(numbers(await world.ask('list', 99))).toEqual([21, 22, 23, 24, 25])
  })

  test('with the deprecation date: on a day to come, since one that has passed', async () => {
    const world = worldWith(1)
    world.put(2, { deprecatedAtMs: Date.UTC(2026, 11, 24) })
    world.put(3, { deprecatedAtMs: Date.UTC(2025, 11, 24) })
    await world.scan()
    const list = await world.ask('list')
    expect(list).toMatch(/web-2`[^;]*🗓️ deprecated on 2026-12-24/)
    expect(list).toMatch(/web-3`[^;]*🗓️ deprecated since 2025-12-24/)
    expect(list.match(/deprecated/g)).toHaveLength(2)
  })

  test('by account, region, state, tag, age and name', async () => {
    const world = worldWith(3)
    world.put(4, { state: 'disabled', tags: { Team: 'pay' } }, IMAGE.account, 'eu-west-1')
    world.put(5, { lastLaunchedAtMs: world.clock.nowMs() - DAY_MS }, '210987654321')
    await world.scan()
    expect(numbers(await world.ask('list staging'))).toEqual([5])
    expect(numbers(await world.ask('list account:production region:eu-west-1'))).toEqual([4])
    expect(numbers(await world.ask('list state:disabled'))).toEqual([4])
    expect(numbers(await world.ask('list tag:Team=p*'))).toEqual([4])
    expect(numbers(await world.ask('list older-than:3d'))).toEqual([3, 4, 5])
    expect(numbers(await world.ask('list web-? state:available older-than:2d'))).toEqual([2, 3, 5])
    expect(await world.ask('list staging')).toMatch(/launched \S+ \d\d:\d\d UTC/)
    expect(await world.ask('list nothing-like-it')).toMatch(/^0 images · `nothing-like-it`\./)
  })

  test('knows what changed since the scan: events, new images, images that are gone', async () => {
    const world = worldWith(3)
    await world.scan()
    const [one, two, three] = [ref(1), ref(2), ref(9)]
    await world.deliver({ ...world.event('disabled'), ...one })
    world.images.remove(two)
    await world.deliver({ ...world.event('deregistered'), ...two })
    world.put(9)
    await world.deliver({ ...world.event('available'), ...three })
    expect(numbers(await world.ask('list state:disabled'))).toEqual([1])
    expect(numbers(await world.ask('list'))).toEqual([1, 3, 9])
  })

  test('says what is not known: places that were not scanned, tags that were not kept', async () => {
    const world = worldWith(1)
    world.put(2, { tags: { A: 'x'.repeat(500), Zone: 'pay' } })
    const { needs, messenger } = world
    const blocks: string[] = []
    needs.messenger = {
      ...messenger,
      postEphemeral: async (channelId, userId, message) => {
        blocks.push(JSON.stringify(message.blocks))
        return messenger.postEphemeral(channelId, userId, message)
      },
    }
    expect(await world.ask('list')).toMatch(/^0 images/)
    expect(blocks.at(-1)).toContain('Not scanned yet, so not in this list: production eu-west-1, ')
    const { listPage } = world.images
    world.needs.images = {
      ...world.images,
      listPage: async (account, ...more) =>
        account === '210987654321' ? Promise.reject(new Error('down')) : listPage(account, ...more),
    }
    await world.scan()
    await world.ask('list tag:Zone=pay')
    expect(blocks.at(-1)).toContain('Can’t be scanned, so not in this list: staging us-east-1 (Error).')
    expect(blocks.at(-1)).toContain('1 image is left out: a tag or date that decides is not known here.')
  })

  test('a filter that cannot be used: why, what was meant, an example', async () => {
    const answered = await worldWith().ask('list web state:disabeld')
    expect(answered).toContain('"disabeld" is no state of an image.')
    expect(answered).toContain('Did you mean `/ami list web state:disabled`?')
    expect(answered).toContain('Example: `/ami list state:disabled`')
  })

  test('as a file: all images in a direct message to the person alone, spreadsheet formulas disarmed', async () => {
    const world = worldWith(12)
    world.put(13, { name: '=cmd()', tags: { Team: 'a,"b"', Owner: '@x' } })
    await world.scan()
    const answered = await world.ask('list as:csv')
    expect(answered).toContain('13 images')
    expect(answered).toContain('Sent to you as a direct message.')
    const note = world.messenger.privateMessages('U0MARIA').at(-2)
    expect(note).toMatch(/^13 images · `as:csv`\. The file is in the thread/)
    const [file] = world.messenger.filesOf('U0MARIA')
    const lines = file?.content.trim().split('\n') ?? []
    expect(lines).toHaveLength(14)
    expect(lines[1]).toMatch(
      /^web-1,ami-0{16}1,available,123456789012,production,us-east-1,.*,1,8,,,web,,,,$/,
    )
    expect(lines[13]).toMatch(/^'=cmd\(\),.*,'@x,"Owner=@x; Team=a,""b""",,$/)
  })

  test('the owner in a file: the tag, then the handle of the family’s user group, or its id where Slack does not tell', async () => {
    const world = worldWith(1, {
      families: { web: { name: ['web-*'], owner: 'S0WEB' }, base: { name: ['base-*'], owner: 'S0GONE' } },
    })
    world.put(2, { name: 'base-1', tags: { Owner: 'platform' } })
    world.messenger.setHandle('S0WEB', 'web-team')
    await world.scan()
    await world.ask('list as:csv')
    const [file] = world.messenger.filesOf('U0MARIA')
    expect(file?.content).toMatch(/^web-1,.*,web,web-team,,,$/m)
    expect(file?.content).toMatch(/^base-1,.*,base,platform; S0GONE,Owner=platform,,$/m)
  })

  test('Slack takes no file: the person is told why', async () => {
    const world = worldWith(1)
    await world.scan()
    world.messenger.refuseFiles({ kind: 'refused', code: 'missing_scope' })
    expect(await world.ask('list as:csv')).toContain('could not be sent to you: `missing_scope`')
  })
})

describe('/ami deleted', () => {
  test('shows what is gone, the last first: with its facts, and whether the Recycle Bin holds it', async () => {
    const world = worldWith(3)
    await world.scan()
    for (const number of [2, 1]) {
      world.images.remove(ref(number))
      await world.deliver({ ...world.event('deregistered'), ...ref(number) })
      world.clock.advance(MINUTE)
    }
    const answered = await world.ask('deleted')
    expect(answered).toMatch(/^2 deregistered images\./)
    expect(numbers(answered)).toEqual([1, 2])
    expect(answered).toContain('8 GiB · not in the Recycle Bin')
    expect(await world.ask('deleted web-2')).toMatch(/^1 deregistered image · `web-2`/)
    expect(numbers(await world.ask('deleted family:web'))).toEqual([1, 2])
    expect(numbers(await world.ask('list state:deregistered,available'))).toEqual([1, 2, 3])
  })

  test('an image that came back is not shown', async () => {
    const world = worldWith(2)
    await world.scan()
    world.images.remove(ref(1))
    await world.deliver({ ...world.event('deregistered'), ...ref(1) })
    expect(numbers(await world.ask('deleted'))).toEqual([1])
    world.put(1)
    world.clock.advance(MINUTE)
    await world.deliver({ ...world.event('available'), ...ref(1) })
    expect(await world.ask('deleted')).toMatch(/^0 deregistered images/)
  })

  test('a Recycle Bin that does not answer holds nothing up', async () => {
    const world = worldWith(1)
    await world.scan()
    world.images.remove(ref(1))
    await world.deliver({ ...world.event('deregistered'), ...ref(1) })
    world.needs.images = {
      ...world.images,
      recycleBin: async () => {
        throw Object.assign(new Error('no'), { name: 'RequestLimitExceeded' })
      },
    }
    expect(numbers(await world.ask('deleted'))).toEqual([1])
  })
})

describe('/ami stale', () => {
  test('old, not launched, not the newest of its family; who uses those on the page is looked up', async () => {
    const world = worldWith()
    for (const number of [1, 95, 120, 150]) world.put(number)
    world.put(200, { lastLaunchedAtMs: world.clock.nowMs() - DAY_MS })
    await world.scan()
    const answered = await world.ask('stale')
    expect(answered).toMatch(/^3 stale images\. 1–3 of 3/)
    expect(numbers(answered)).toEqual([95, 120, 150])
    expect(answered.match(/no use found/g)).toHaveLength(3)
    world.uses.set('references', { known: true, value: [{ kind: 'launch-template', name: 'checkout' }] })
    expect(await world.ask('stale')).toContain('⚠️ in use, not stale: launch template `checkout`')
    world.uses.set('references', { known: false, why: 'AWS throttles' })
    expect(await world.ask('stale web-120')).toMatch(
      /^1 stale image · `web-120`.*use not known: AWS throttles/,
    )
  })

  test('after as many days as the config says', async () => {
    const world = worldWith(3, { stale: { afterDays: 1 } })
    await world.scan()
    expect(numbers(await world.ask('stale'))).toEqual([2, 3])
  })
})
