import type { Config } from '../../../src/domain/config.ts'
import { placesIn } from '../../../src/domain/fleet.ts'
import { type ImageRef, imageKey } from '../../../src/domain/image.ts'
import { lastRunOf } from '../../../src/domain/scan-summary.ts'
import type { Images, Ledger } from '../../../src/ports.ts'
import { createFailureInjection, everyFailurePoint } from '../../support/inject-failure.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

const FIVE_MINUTES = 5 * MINUTE

type MemoryWorld = ReturnType<typeof createMemoryWorld>

const runAndWait = async ({ needs, clock }: MemoryWorld, times = 1): Promise<void> => {
  for (let run = 0; run < times; run++) {
    await reconcile(needs)
    clock.advance(FIVE_MINUTES)
  }
}

/** A world whose fleet was scanned before, with an image whose card says available. */
const settledWorld = async (): Promise<MemoryWorld> => {
  const world = createMemoryWorld()
  await world.deliver(world.event('available'))
  await runAndWait(world, 2)
  return world
}

const lastRun = async (ledger: Ledger, config: Config) =>
  lastRunOf({ startedAtMs: 0 }, placesIn(config), await ledger.readPlaces())

const facts = (state: 'available' | 'disabled', name = 'web-1') => ({ state, name, tags: {}, snapshots: [] })
const textOf = (world: MemoryWorld, channel = 'ami-ready'): string =>
  world.messenger
    .posts(channel)
    .map(post => post.message.text)
    .join('\n')
const historyOf = (world: MemoryWorld, image: ImageRef = IMAGE) => world.ledger.readHistory(image, 20)

describe('AWS forgot to say that an image changed', () => {
  test('remembered by the first look, announced once by the second, marked as seen late', async () => {
    const world = await settledWorld()
    world.images.put(IMAGE, facts('disabled'))
    await runAndWait(world)
    expect(textOf(world)).toContain('🟢 Available')
    await runAndWait(world)
    expect(textOf(world)).toMatch(/🟡 Disabled.* Detected by reconciliation \(no event from AWS\)/)
    const told = await historyOf(world)
    await runAndWait(world, 3)
    expect(await historyOf(world)).toEqual(told)
    expect(world.messenger.posts('ami-ready')[0]?.replies).toHaveLength(1)
  })

  test('its event comes between the two looks: announced by the event alone', async () => {
    const world = await settledWorld()
    world.images.put(IMAGE, facts('disabled'))
    await runAndWait(world)
    await world.deliver(world.event('disabled'))
    await runAndWait(world, 3)
    expect(textOf(world)).not.toMatch(/detected by reconciliation/i)
    expect(await historyOf(world)).toHaveLength(2)
  })

  test('its event is announced while the look announces it: once', async () => {
    const world = await settledWorld()
    world.images.put(IMAGE, facts('disabled'))
    await runAndWait(world)
    const listPage: Images['listPage'] = async (...place) => {
      const page = await world.images.listPage(...place)
      return page
    }
    const readImages: Ledger['readImages'] = async refs => {
      const records = await world.ledger.readImages(refs)
      if (refs.length === 1 && !told) {
        told = true
        await world.deliver(world.event('disabled'))
      }
      return records
    }
    let told = false
    await reconcile({
      ...world.needs,
      images: { ...world.images, listPage },
      ledger: { ...world.ledger, readImages },
    })
    expect(told).toBe(true)
    expect(textOf(world)).not.toMatch(/detected by reconciliation/i)
    expect(world.messenger.posts('ami-ready')[0]?.replies).toHaveLength(1)
  })

  test('and a second time, back to what the look before saw: an event in between is announced, so its record is read', async () => {
    const world = await settledWorld()
    world.images.put(IMAGE, facts('disabled'))
    await world.deliver(world.event('disabled'))
    // Enabled again before any look, and nobody said so.
    world.images.put(IMAGE, facts('available'))
    world.clock.advance(MINUTE)
    await runAndWait(world, 2)
    expect(textOf(world)).toMatch(/🟢 Available.*detected by reconciliation/i)
  })

  test('an image that is new since the last look', async () => {
    const world = await settledWorld()
    const image = { ...IMAGE, imageId: 'ami-0000000000000new1' }
    world.images.put(image, facts('available', 'baked-in-silence'))
    await runAndWait(world)
    expect(textOf(world)).not.toContain('baked-in-silence')
    await runAndWait(world)
    expect(textOf(world)).toContain('baked-in-silence')
  })
})

describe('an image is gone, and nobody said so', () => {
  test('announced once, with its name, after two looks by id', async () => {
    const world = await settledWorld()
    world.images.remove(IMAGE)
    await runAndWait(world)
    expect(textOf(world)).not.toContain('Deregistered')
    await runAndWait(world, 3)
    expect(textOf(world)).toMatch(/⚫ Deregistered: web-1.*detected by reconciliation/i)
    expect(await historyOf(world)).toHaveLength(2)
  })

  test('an image that was never announced, but known since the first look', async () => {
    const world = createMemoryWorld()
    await runAndWait(world, 2)
    world.images.remove(IMAGE)
    await runAndWait(world, 2)
    expect(textOf(world, 'ami-alerts')).toMatch(/⚫ Deregistered: web-1.*detected by reconciliation/i)
  })

  test('missing on the list only, not by its id: the list lags, nothing is announced', async () => {
    const world = await settledWorld()
    const listPage = async () => ({ images: [] })
    for (let run = 0; run < 3; run++) {
      await reconcile({ ...world.needs, images: { ...world.images, listPage } })
      world.clock.advance(FIVE_MINUTES)
    }
    expect(await historyOf(world)).toHaveLength(1)
  })

  test('EC2 cannot be asked: that is no proof of anything', async () => {
    const world = await settledWorld()
    world.images.remove(IMAGE)
    const describe = async () => {
      throw new Error('RequestLimitExceeded')
    }
    for (let run = 0; run < 3; run++) {
      await reconcile({ ...world.needs, images: { ...world.images, describe } })
      world.clock.advance(FIVE_MINUTES)
    }
    expect(await historyOf(world)).toHaveLength(1)
    await runAndWait(world, 2)
    expect(textOf(world)).toContain('⚫ Deregistered')
  })

  test('announced by its event: nothing more is said', async () => {
    const world = await settledWorld()
    world.images.remove(IMAGE)
    await world.deliver(world.event('deregistered'))
    await runAndWait(world, 3)
    expect(await historyOf(world)).toHaveLength(2)
    expect(textOf(world)).not.toMatch(/detected by reconciliation/i)
  })

  test('an event of an image that EC2 never showed, as a test sends it, is not followed by its end', async () => {
    const world = createMemoryWorld()
    const event = world.event('available', { imageId: 'ami-0abcdef1234567890' })
    await world.deliver(event)
    world.clock.advance(MINUTE)
    await runAndWait(world, 3)
    expect(await historyOf(world, event)).toHaveLength(1)
  })
})

describe('the telling of what was seen late does not succeed', () => {
  test('Slack has no room: the next run announces it, once', async () => {
    const world = await settledWorld()
    world.images.put(IMAGE, facts('disabled'))
    await runAndWait(world)
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 30 })
    await runAndWait(world)
    world.messenger.answerWith()
    await runAndWait(world, 3)
    expect(textOf(world)).toMatch(/🟡 Disabled.*detected by reconciliation/i)
    expect(world.messenger.posts('ami-ready')[0]?.replies).toHaveLength(1)
  })

  test('the function ends at any call of it: in the end announced, and nothing twice but a post in doubt', async () => {
    const prepare = async () => {
      const world = await settledWorld()
      world.images.put(IMAGE, facts('disabled'))
      await runAndWait(world)
      return world
    }
    const counting = await prepare()
    const all = counting.inject()
    await reconcile(all.needs)
    for (const failurePoint of everyFailurePoint(all.injection.called.length)) {
      const world = await prepare()
      const { injection, needs } = world.inject(failurePoint)
      await reconcile(needs).catch(() => {})
      world.clock.advance(FIVE_MINUTES)
      await runAndWait(world, 3)
      const where = `${JSON.stringify(failurePoint)} ${injection.called[failurePoint.at - 1]}`
      expect([where, textOf(world)]).toEqual([
        where,
        expect.stringMatching(/🟡 Disabled.*detected by reconciliation/i),
      ])
      const lines = world.messenger.posts('ami-ready')[0]?.replies.length ?? 0
      const inDoubt =
        injection.effects.includes('messenger.post') && !injection.effects.includes('ledger.markTold')
      expect([where, lines >= 1 && lines <= (inDoubt ? 2 : 1)]).toEqual([where, true])
    }
  })
})

const REGIONS = ['eu-west-1', 'us-east-1', 'ap-south-1', 'eu-north-1']
const ACCOUNTS = ['111111111111', '222222222222', '333333333333', '444444444444', '555555555555']
const manyPlaces = (config: Config): Config => ({
  ...config,
  accounts: ACCOUNTS.map(id => ({ id, regions: REGIONS })),
})

/** A fleet that is made when it is asked for, a page at a time. */
const createLargeFleet = (perPlace: number, world: MemoryWorld, pageTakesMs = 0) => {
  const gone = new Set<string>()
  const idOf = (index: number): string => `ami-${index.toString(16).padStart(17, '0')}`
  const images: Images = {
    ...world.images,
    async listPage(account, region, from = '0') {
      world.clock.advance(pageTakesMs)
      const start = Number(from)
      const end = Math.min(perPlace, start + 1000)
      const page = Array.from({ length: end - start }, (_, i) => ({
        image: { account, region, imageId: idOf(start + i) },
        facts: facts('available', `image-${start + i}`),
      })).filter(({ image }) => !gone.has(imageKey(image)))
      return { images: page, ...(end < perPlace && { next: String(end) }) }
    },
    describe: async (account, region, ids) =>
      new Map(
        ids
          .filter(imageId => !gone.has(imageKey({ account, region, imageId })))
          .map(id => [id, facts('available', `image-${Number.parseInt(id.slice(4), 16)}`)] as const),
      ),
  }
  return { images, gone, idOf }
}

describe('a large fleet', () => {
  test('five thousand images in twenty places: the first run is quiet, a steady one reads and writes no record', async () => {
    const world = createMemoryWorld()
    const { images, gone, idOf } = createLargeFleet(250, world)
    const needs = { ...world.needs, images, config: manyPlaces(CONFIG) }
    await reconcile(needs)
    expect(textOf(world) + textOf(world, 'ami-alerts')).toBe('')

    // The second one saves the totals of the day, which the scans of the first one have counted.
    world.clock.advance(FIVE_MINUTES)
    await reconcile(needs)
    world.clock.advance(FIVE_MINUTES)
    const steady = createFailureInjection()
    await reconcile({
      ...needs,
      images: steady.wrap('images', images),
      ledger: steady.wrap('ledger', world.ledger),
      messenger: steady.wrap('messenger', world.messenger),
    })
    const counts = Object.fromEntries(
      [...new Set(steady.called)].map(name => [name, steady.called.filter(n => n === name).length]),
    )
    expect(counts).toEqual({
      // One for the run and one for each place, given back.
      'ledger.takeLease': 42,
      'ledger.readDigests': 1,
      'ledger.readAwaitingNews': 1,
      'ledger.readDueDeprecations': 1,
      'ledger.readDueDigests': 1,
      'ledger.readDueImages': 1,
      'ledger.readDuePlans': 1,
      'ledger.readDueProposals': 1,
      'ledger.readDueSuggestions': 1,
      'ledger.readMutes': 1,
      'ledger.readOutdatedImages': 1,
      // All of them for the run, those of its account for each place.
      'ledger.readPlaces': 21,
      'ledger.savePlacesAsked': 2,
      'ledger.saveScan': 20,
      'ledger.readTotals': 1,
      'ledger.readRecentlyChanged': 20,
      'ledger.readFleet': 20,
      'ledger.readGlance': 20,
      'ledger.readOnceRevoked': 20,
      // Nobody has opened a Home.
      'ledger.readHomesOpenedSince': 1,
      'images.listPage': 20,
      // It writes what differs: nothing.
      'ledger.saveFleet': 20,
      'ledger.saveLastRun': 1,
    })
    expect(await lastRun(world.ledger, needs.config)).toMatchObject({
      images: 5_000,
      places: 20,
      of: 20,
      failed: 0,
    })

    // One of them vanishes.
    const victim = { account: '333333333333', region: 'eu-west-1', imageId: idOf(170) }
    gone.add(imageKey(victim))
    world.clock.advance(FIVE_MINUTES)
    await reconcile(needs)
    world.clock.advance(FIVE_MINUTES)
    await reconcile(needs)
    expect(world.messenger.posts('ami-alerts').map(post => post.message.text)).toEqual([
      expect.stringMatching(/⚫ Deregistered: image-170/),
    ])
  })

  test('time runs out in the middle of a place: its next scan goes on there, and nothing is taken for gone', async () => {
    const world = createMemoryWorld()
    // A page takes so long that a scan gets through two of them.
    const { images, gone, idOf } = createLargeFleet(3_000, world, 30_000)
    const config: Config = { ...CONFIG, accounts: [{ id: ACCOUNTS[0] ?? '', regions: REGIONS.slice(0, 2) }] }
    const asked: string[] = []
    const needs = {
      ...world.needs,
      config,
      images: {
        ...images,
        listPage: async (account: string, region: string, from?: string) => {
          asked.push(`${region} ${from ?? 'start'}`)
          return images.listPage(account, region, from)
        },
      },
    }
    for (let run = 0; run < 2; run++) await reconcile(needs)
    expect(asked).toEqual([
      'eu-west-1 start',
      'eu-west-1 1000',
      'us-east-1 start',
      'us-east-1 1000',
      'eu-west-1 2000',
      'us-east-1 2000',
    ])
    expect(textOf(world) + textOf(world, 'ami-alerts')).toBe('')

    const victim = { account: ACCOUNTS[0] ?? '', region: 'eu-west-1', imageId: idOf(2_500) }
    gone.add(imageKey(victim))
    for (let run = 0; run < 9; run++) await reconcile(needs)
    expect(world.messenger.posts('ami-alerts').map(post => post.message.text)).toEqual([
      expect.stringMatching(/⚫ Deregistered: image-2500/),
    ])
  })

  test('EC2 no longer accepts the token: the region is begun again', async () => {
    const world = createMemoryWorld()
    const { images } = createLargeFleet(2_000, world, 30_000)
    const config: Config = { ...CONFIG, accounts: [{ id: ACCOUNTS[0] ?? '', regions: REGIONS.slice(0, 2) }] }
    await reconcile({ ...world.needs, images: createLargeFleet(3_000, world, 30_000).images, config })
    const asked: string[] = []
    const strict: Images = {
      ...images,
      listPage: async (account, region, from) => {
        asked.push(`${region} ${from ?? 'start'}`)
        if (from === '2000' && region === 'eu-west-1') throw new Error('InvalidParameterValue')
        return images.listPage(account, region, from)
      },
    }
    await reconcile({ ...world.needs, images: strict, config })
    await reconcile({ ...world.needs, images: strict, config })
    expect(asked.slice(0, 2)).toEqual(['eu-west-1 2000', 'us-east-1 2000'])
    expect(asked).toContain('eu-west-1 start')
  })

  test('a place that cannot be asked keeps no other one back', async () => {
    const world = await settledWorld()
    const config: Config = {
      ...CONFIG,
      accounts: [{ id: ACCOUNTS[0] ?? '', regions: ['eu-west-1'] }, ...CONFIG.accounts],
    }
    world.images.put(IMAGE, facts('disabled'))
    const listPage: Images['listPage'] = async (account, ...rest) => {
      if (account === ACCOUNTS[0]) throw new Error('UnauthorizedOperation')
      return world.images.listPage(account, ...rest)
    }
    for (let run = 0; run < 2; run++) {
      await reconcile({ ...world.needs, config, images: { ...world.images, listPage } })
      world.clock.advance(FIVE_MINUTES)
    }
    expect(textOf(world)).toContain('🟡 Disabled')
    expect(await lastRun(world.ledger, config)).toMatchObject({ places: 1, of: 2, failed: 1 })
  })
})
