import type { Config } from '../../../src/domain/config.ts'
import { type ImageRef, imageKey } from '../../../src/domain/image.ts'
import { reconcile } from '../../../src/flows/reconcile/reconcile.ts'
import type { Images, Ledger } from '../../../src/ports.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'
import { createMortal, everyFate } from '../../support/mortal.ts'

const FIVE_MINUTES = 5 * MINUTE

type Town = ReturnType<typeof createMemoryWorld>

const runAndWait = async ({ needs, clock }: Town, times = 1): Promise<void> => {
  for (let run = 0; run < times; run++) {
    await reconcile(needs)
    clock.advance(FIVE_MINUTES)
  }
}

/** A town whose fleet was looked through before, with an image whose card says available. */
const settledTown = async (): Promise<Town> => {
  const town = createMemoryWorld()
  await town.deliver(town.event('available'))
  await runAndWait(town, 2)
  return town
}

const facts = (state: 'available' | 'disabled', name = 'web-1') => ({ state, name, tags: {}, snapshots: [] })
const textOf = (town: Town, channel = 'ami-ready'): string =>
  town.messenger
    .posts(channel)
    .map(post => post.message.text)
    .join('\n')
const historyOf = (town: Town, image: ImageRef = IMAGE) => town.ledger.readHistory(image, 20)

describe('AWS forgot to say that an image changed', () => {
  test('remembered by the first look, told once by the second, marked as seen late', async () => {
    const town = await settledTown()
    town.images.put(IMAGE, facts('disabled'))
    await runAndWait(town)
    expect(textOf(town)).toContain('🟢 Available')
    await runAndWait(town)
    expect(textOf(town)).toMatch(/🟡 Disabled.* Detected by reconciliation \(no event from AWS\)/)
    const told = await historyOf(town)
    await runAndWait(town, 3)
    expect(await historyOf(town)).toEqual(told)
    expect(town.messenger.posts('ami-ready')[0]?.replies).toHaveLength(1)
  })

  test('its event comes between the two looks: told by the event alone', async () => {
    const town = await settledTown()
    town.images.put(IMAGE, facts('disabled'))
    await runAndWait(town)
    await town.deliver(town.event('disabled'))
    await runAndWait(town, 3)
    expect(textOf(town)).not.toMatch(/detected by reconciliation/i)
    expect(await historyOf(town)).toHaveLength(2)
  })

  test('its event is told while the look is telling: once', async () => {
    const town = await settledTown()
    town.images.put(IMAGE, facts('disabled'))
    await runAndWait(town)
    const listPage: Images['listPage'] = async (...place) => {
      const page = await town.images.listPage(...place)
      return page
    }
    const readImages: Ledger['readImages'] = async refs => {
      const records = await town.ledger.readImages(refs)
      if (refs.length === 1 && !told) {
        told = true
        await town.deliver(town.event('disabled'))
      }
      return records
    }
    let told = false
    await reconcile({
      ...town.needs,
      images: { ...town.images, listPage },
      ledger: { ...town.ledger, readImages },
    })
    expect(told).toBe(true)
    expect(textOf(town)).not.toMatch(/detected by reconciliation/i)
    expect(town.messenger.posts('ami-ready')[0]?.replies).toHaveLength(1)
  })

  test('and a second time, back to what the look before saw: an event in between is told, so its record is read', async () => {
    const town = await settledTown()
    town.images.put(IMAGE, facts('disabled'))
    await town.deliver(town.event('disabled'))
    // Enabled again before any look, and nobody said so.
    town.images.put(IMAGE, facts('available'))
    town.clock.advance(MINUTE)
    await runAndWait(town, 2)
    expect(textOf(town)).toMatch(/🟢 Available.*detected by reconciliation/i)
  })

  test('an image that is new since the last look', async () => {
    const town = await settledTown()
    const image = { ...IMAGE, imageId: 'ami-0000000000000new1' }
    town.images.put(image, facts('available', 'baked-in-silence'))
    await runAndWait(town)
    expect(textOf(town)).not.toContain('baked-in-silence')
    await runAndWait(town)
    expect(textOf(town)).toContain('baked-in-silence')
  })
})

describe('an image is gone, and nobody said so', () => {
  test('told once, with its name, after two looks by id', async () => {
    const town = await settledTown()
    town.images.remove(IMAGE)
    await runAndWait(town)
    expect(textOf(town)).not.toContain('Deregistered')
    await runAndWait(town, 3)
    expect(textOf(town)).toMatch(/⚫ Deregistered: web-1.*detected by reconciliation/i)
    expect(await historyOf(town)).toHaveLength(2)
  })

  test('an image that was never told, but known since the first look', async () => {
    const town = createMemoryWorld()
    await runAndWait(town, 2)
    town.images.remove(IMAGE)
    await runAndWait(town, 2)
    expect(textOf(town, 'ami-alerts')).toMatch(/⚫ Deregistered: web-1.*detected by reconciliation/i)
  })

  test('missing on the list only, not by its id: the list lags, nothing is told', async () => {
    const town = await settledTown()
    const listPage = async () => ({ images: [] })
    for (let run = 0; run < 3; run++) {
      await reconcile({ ...town.needs, images: { ...town.images, listPage } })
      town.clock.advance(FIVE_MINUTES)
    }
    expect(await historyOf(town)).toHaveLength(1)
  })

  test('EC2 cannot be asked: that is no proof of anything', async () => {
    const town = await settledTown()
    town.images.remove(IMAGE)
    const describe = async () => {
      throw new Error('RequestLimitExceeded')
    }
    for (let run = 0; run < 3; run++) {
      await reconcile({ ...town.needs, images: { ...town.images, describe } })
      town.clock.advance(FIVE_MINUTES)
    }
    expect(await historyOf(town)).toHaveLength(1)
    await runAndWait(town, 2)
    expect(textOf(town)).toContain('⚫ Deregistered')
  })

  test('told by its event: nothing more is said', async () => {
    const town = await settledTown()
    town.images.remove(IMAGE)
    await town.deliver(town.event('deregistered'))
    await runAndWait(town, 3)
    expect(await historyOf(town)).toHaveLength(2)
    expect(textOf(town)).not.toMatch(/detected by reconciliation/i)
  })

  test('an event of an image that EC2 never showed, as a test sends it, is not followed by its end', async () => {
    const town = createMemoryWorld()
    const event = town.event('available', { imageId: 'ami-0abcdef1234567890' })
    await town.deliver(event)
    town.clock.advance(MINUTE)
    await runAndWait(town, 3)
    expect(await historyOf(town, event)).toHaveLength(1)
  })
})

describe('the telling of what was seen late does not succeed', () => {
  test('Slack has no room: the next run tells it, once', async () => {
    const town = await settledTown()
    town.images.put(IMAGE, facts('disabled'))
    await runAndWait(town)
    town.messenger.answerWith({ kind: 'busy', retryAfterSec: 30 })
    await runAndWait(town)
    town.messenger.answerWith()
    await runAndWait(town, 3)
    expect(textOf(town)).toMatch(/🟡 Disabled.*detected by reconciliation/i)
    expect(town.messenger.posts('ami-ready')[0]?.replies).toHaveLength(1)
  })

  test('the function ends at any call of it: in the end told, and nothing twice but a post in doubt', async () => {
    const prepare = async () => {
      const town = await settledTown()
      town.images.put(IMAGE, facts('disabled'))
      await runAndWait(town)
      return town
    }
    const counting = await prepare()
    const all = counting.mortal()
    await reconcile(all.needs)
    for (const fate of everyFate(all.mortal.called.length)) {
      const town = await prepare()
      const { mortal, needs } = town.mortal(fate)
      await reconcile(needs).catch(() => {})
      town.clock.advance(FIVE_MINUTES)
      await runAndWait(town, 3)
      const where = `${JSON.stringify(fate)} ${mortal.called[fate.at - 1]}`
      expect([where, textOf(town)]).toEqual([
        where,
        expect.stringMatching(/🟡 Disabled.*detected by reconciliation/i),
      ])
      const lines = town.messenger.posts('ami-ready')[0]?.replies.length ?? 0
      const inDoubt = mortal.effects.includes('messenger.post') && !mortal.effects.includes('ledger.markTold')
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
const createLargeFleet = (perPlace: number, town: Town, pageTakesMs = 0) => {
  const gone = new Set<string>()
  const idOf = (index: number): string => `ami-${index.toString(16).padStart(17, '0')}`
  const images: Images = {
    ...town.images,
    async listPage(account, region, from = '0') {
      town.clock.advance(pageTakesMs)
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
  test('fifty thousand images in twenty places: the first run is quiet, a steady one reads and writes no record', async () => {
    const town = createMemoryWorld()
    const { images, gone, idOf } = createLargeFleet(2_500, town)
    const needs = { ...town.needs, images, config: manyPlaces(CONFIG) }
    await reconcile(needs)
    expect(textOf(town) + textOf(town, 'ami-alerts')).toBe('')

    town.clock.advance(FIVE_MINUTES)
    const steady = createMortal()
    await reconcile({
      ...needs,
      images: steady.wrap('images', images),
      ledger: steady.wrap('ledger', town.ledger),
      messenger: steady.wrap('messenger', town.messenger),
    })
    const counts = Object.fromEntries(
      [...new Set(steady.called)].map(name => [name, steady.called.filter(n => n === name).length]),
    )
    expect(counts).toEqual({
      'ledger.takeLease': 2,
      'ledger.readDigests': 1,
      'ledger.readDueDigests': 1,
      'ledger.readDueImages': 1,
      'ledger.readDueProposals': 1,
      'ledger.readStaleImages': 1,
      'ledger.readScanProgress': 1,
      'ledger.readRecentlyChanged': 1,
      'ledger.readFleet': 20,
      'images.listPage': 60,
      // It writes what differs: nothing.
      'ledger.saveFleet': 20,
      'ledger.saveScanProgress': 1,
    })
    expect((await town.ledger.readScanProgress()).last).toMatchObject({
      images: 50_000,
      places: 20,
      of: 20,
      failed: 0,
    })

    // One of them vanishes.
    const victim = { account: '333333333333', region: 'eu-west-1', imageId: idOf(1_700) }
    gone.add(imageKey(victim))
    town.clock.advance(FIVE_MINUTES)
    await reconcile(needs)
    town.clock.advance(FIVE_MINUTES)
    await reconcile(needs)
    expect(town.messenger.posts('ami-alerts').map(post => post.message.text)).toEqual([
      expect.stringMatching(/⚫ Deregistered: image-1700/),
    ])
  })

  test('time runs out in the middle of a place: the next run goes on there, and nothing is taken for gone', async () => {
    const town = createMemoryWorld()
    // A page takes so long that a run gets through two of them.
    const { images, gone, idOf } = createLargeFleet(3_000, town, 100_000)
    const config: Config = { ...CONFIG, accounts: [{ id: ACCOUNTS[0] ?? '', regions: REGIONS.slice(0, 2) }] }
    const asked: string[] = []
    const needs = {
      ...town.needs,
      config,
      images: {
        ...images,
        listPage: async (account: string, region: string, from?: string) => {
          asked.push(`${region} ${from ?? 'start'}`)
          return images.listPage(account, region, from)
        },
      },
    }
    for (let run = 0; run < 3; run++) await reconcile(needs)
    expect(asked).toEqual([
      'eu-west-1 start',
      'eu-west-1 1000',
      'eu-west-1 2000',
      'us-east-1 start',
      'us-east-1 1000',
      'us-east-1 2000',
    ])
    expect(textOf(town) + textOf(town, 'ami-alerts')).toBe('')

    const victim = { account: ACCOUNTS[0] ?? '', region: 'eu-west-1', imageId: idOf(2_500) }
    gone.add(imageKey(victim))
    for (let run = 0; run < 9; run++) await reconcile(needs)
    expect(town.messenger.posts('ami-alerts').map(post => post.message.text)).toEqual([
      expect.stringMatching(/⚫ Deregistered: image-2500/),
    ])
  })

  test('EC2 takes the token no more: the place is begun again, after the others', async () => {
    const town = createMemoryWorld()
    const { images } = createLargeFleet(2_000, town, 100_000)
    const config: Config = { ...CONFIG, accounts: [{ id: ACCOUNTS[0] ?? '', regions: REGIONS.slice(0, 2) }] }
    await reconcile({ ...town.needs, images: createLargeFleet(3_000, town, 100_000).images, config })
    const asked: string[] = []
    const strict: Images = {
      ...images,
      listPage: async (account, region, from) => {
        asked.push(`${region} ${from ?? 'start'}`)
        if (from === '2000') throw new Error('InvalidParameterValue')
        return images.listPage(account, region, from)
      },
    }
    await reconcile({ ...town.needs, images: strict, config })
    await reconcile({ ...town.needs, images: strict, config })
    expect(asked.slice(0, 2)).toEqual(['eu-west-1 2000', 'us-east-1 start'])
    expect(asked).toContain('eu-west-1 start')
  })

  test('a place that cannot be asked keeps no other one back', async () => {
    const town = await settledTown()
    const config: Config = {
      ...CONFIG,
      accounts: [{ id: ACCOUNTS[0] ?? '', regions: ['eu-west-1'] }, ...CONFIG.accounts],
    }
    town.images.put(IMAGE, facts('disabled'))
    const listPage: Images['listPage'] = async (account, ...rest) => {
      if (account === ACCOUNTS[0]) throw new Error('UnauthorizedOperation')
      return town.images.listPage(account, ...rest)
    }
    for (let run = 0; run < 2; run++) {
      await reconcile({ ...town.needs, config, images: { ...town.images, listPage } })
      town.clock.advance(FIVE_MINUTES)
    }
    expect(textOf(town)).toContain('🟡 Disabled')
    expect((await town.ledger.readScanProgress()).last).toMatchObject({ places: 1, of: 2, failed: 1 })
  })
})
