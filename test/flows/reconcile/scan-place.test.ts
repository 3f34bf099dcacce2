import { askForScans } from '../../../src/flows/reconcile/ask-for-scans.ts'
import { scanPlace } from '../../../src/flows/reconcile/scan-place.ts'
import type { Images } from '../../../src/ports.ts'
import { createKeptLog } from '../../support/kept-log.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

const REGIONS = ['us-east-1', 'eu-west-1', 'eu-north-1', 'ap-south-1']
const workAt = (askedAtMs: number, region = IMAGE.region) => ({
  kind: 'scan' as const,
  account: IMAGE.account,
  region,
  askedAtMs,
})

const silence = (): Error => Object.assign(new Error('socket hang up'), { name: 'TimeoutError' })

const createWorld = (regions = REGIONS) => {
  const world = createMemoryWorld()
  const config = { ...world.config, accounts: [{ id: IMAGE.account, regions }] }
  const asked: string[] = []
  const listPage: Images['listPage'] = async (account, region, from) => {
    asked.push(region)
    return world.images.listPage(account, region, from)
  }
  const needs = { ...world.needs, config, images: { ...world.images, listPage } }
  return { ...world, needs, asked }
}

const scanOf = async ({ ledger }: ReturnType<typeof createWorld>, region = IMAGE.region) =>
  (await ledger.readPlaces()).find(place => place.region === region)?.scan

test('an account that denies a call is one error in the log, however many regions it has, and then one warning a day', async () => {
  const world = createWorld()
  const listPage = async () => {
    throw Object.assign(new Error('denied'), { name: 'UnauthorizedOperation' })
  }
  const log = createKeptLog()
  const needs = { ...world.needs, log, images: { ...world.needs.images, listPage } }
  const lines = () => log.lines.flatMap(({ level, facts }) => (level === 'info' ? [] : [[level, facts]]))
  const scanAll = async () => {
    for (const region of REGIONS) await scanPlace(needs, workAt(world.clock.nowMs(), region))
  }
  await scanAll()
  const facts = { step: 'scan images', account: IMAGE.account, region: IMAGE.region, why: expect.any(String) }
  expect(lines()).toEqual([['error', facts]])
  for (let minutes = 10; minutes <= 24 * 60; minutes += 10) {
    world.clock.advance(10 * MINUTE)
    await scanAll()
  }
  expect(lines()).toEqual([
    ['error', facts],
    ['warn', facts],
  ])
  world.clock.advance(60 * MINUTE)
  await scanAll()
  expect(lines()).toHaveLength(3)
})

test('a failure within amiops is an error with each scan', async () => {
  const world = createWorld()
  const readFleet = async () => {
    throw new Error('DynamoDB is down.')
  }
  const log = createKeptLog()
  const needs = { ...world.needs, log, ledger: { ...world.ledger, readFleet } }
  for (const minutes of [0, 10]) {
    world.clock.advance(minutes * MINUTE)
    await scanPlace(needs, workAt(world.clock.nowMs()))
  }
  expect(log.lines.map(({ level }) => level).filter(level => level === 'error')).toHaveLength(2)
})

test('a message that comes twice is answered once, one for an earlier run not at all', async () => {
  const world = createWorld()
  const nowMs = world.clock.nowMs()
  await scanPlace(world.needs, workAt(nowMs))
  world.clock.advance(MINUTE)
  await scanPlace(world.needs, workAt(nowMs))
  await scanPlace(world.needs, workAt(nowMs - MINUTE))
  expect(world.asked).toEqual([IMAGE.region])
  expect(await scanOf(world)).toEqual({
    askedAtMs: nowMs,
    startedAtMs: nowMs,
    tookMs: 0,
    scannedAtMs: nowMs,
    images: 1,
    seenLate: 0,
    findingsAtMs: nowMs,
  })
})

test('a place that another function scans, or that the config does not name any more, is left alone', async () => {
  const world = createWorld()
  const nowMs = world.clock.nowMs()
  await world.ledger.takeLease(`scan ${IMAGE.account}/${IMAGE.region}`, nowMs, MINUTE, 'another')
  await scanPlace(world.needs, workAt(nowMs))
  await scanPlace(world.needs, workAt(nowMs, 'sa-east-1'))
  expect(world.asked).toEqual([])
  // A function that died holds it for no longer than it may run.
  world.clock.advance(MINUTE)
  await scanPlace(world.needs, workAt(nowMs))
  expect(world.asked).toEqual([IMAGE.region])
})

test('the ledger does not answer: the message comes again, and the place is scanned then', async () => {
  const world = createWorld()
  const work = workAt(world.clock.nowMs())
  const saveScan = async () => {
    throw new Error('DynamoDB is down.')
  }
  await expect(scanPlace({ ...world.needs, ledger: { ...world.ledger, saveScan } }, work)).rejects.toThrow()
  world.clock.advance(6 * MINUTE)
  await scanPlace(world.needs, work)
  expect(await scanOf(world)).toMatchObject({ images: 1 })
})

test('an account that does not answer in two regions is not asked in the others, and is asked again later', async () => {
  const world = createWorld()
  const silent: typeof world.needs = {
    ...world.needs,
    images: {
      ...world.needs.images,
      listPage: async (_account, region) => {
        world.asked.push(region)
        throw silence()
      },
    },
  }
  const atMs = world.clock.nowMs()
  for (const region of REGIONS) await scanPlace(silent, workAt(atMs, region))
  expect(world.asked).toEqual(REGIONS.slice(0, 2))
  for (const region of REGIONS)
    expect(await scanOf(world, region)).toMatchObject({
      images: 0,
      failure: { name: 'TimeoutError', times: 1, isSilent: true },
    })
  world.clock.advance(10 * MINUTE)
  for (const region of REGIONS) await scanPlace(world.needs, workAt(world.clock.nowMs(), region))
  expect(world.asked.slice(2)).toEqual(REGIONS)
  expect(await scanOf(world)).not.toHaveProperty('failure')
})

test('amiops’s own table does not answer: nothing is said of the account, and no other region waits', async () => {
  const world = createWorld()
  const readFleet = async () => {
    throw silence()
  }
  const log = createKeptLog()
  const needs = { ...world.needs, log, ledger: { ...world.ledger, readFleet } }
  for (const region of REGIONS) await scanPlace(needs, workAt(world.clock.nowMs(), region))
  for (const region of REGIONS)
    expect(await scanOf(world, region)).toMatchObject({
      failure: { name: 'TimeoutError', times: 1, isOurs: true },
    })
  expect(await scanOf(world)).not.toHaveProperty('failure.isSilent')
})

test('a place waits since its first message, however often one is lost', async () => {
  const world = createWorld(['us-east-1'])
  const beganAtMs = world.clock.nowMs()
  const lost = { ...world.needs, queues: { ...world.needs.queues, scan: async () => {} } }
  const place = async () => (await world.ledger.readPlaces())[0]
  for (let run = 0; run < 5; run++) {
    await askForScans(lost)
    world.clock.advance(5 * MINUTE)
  }
  expect(await place()).toMatchObject({ askedAtMs: beganAtMs + 20 * MINUTE, waitsSinceMs: beganAtMs })
  await scanPlace(world.needs, workAt(beganAtMs + 20 * MINUTE))
  await askForScans(lost)
  expect(await place()).toMatchObject({ waitsSinceMs: world.clock.nowMs() })
})

test('one region that does not answer, or may not be asked, keeps no other one back', async () => {
  const world = createWorld()
  const listPage: Images['listPage'] = async (account, region, from) => {
    if (region === 'us-east-1') throw silence()
    if (region === 'eu-west-1') throw Object.assign(new Error('no'), { name: 'UnauthorizedOperation' })
    return world.images.listPage(account, region, from)
  }
  await reconcile({ ...world.needs, images: { ...world.images, listPage } })
  const failures = await Promise.all(
    REGIONS.map(async region => (await scanOf(world, region))?.failure?.name),
  )
  expect(failures).toEqual(['TimeoutError', 'UnauthorizedOperation', undefined, undefined])
})

describe('a region that the config does not name any more', () => {
  const NEW = { ...IMAGE, imageId: 'ami-0aaaaaaaaaaaaaaaa' }
  /** It is scanned, left out for that long, and named again; meanwhile it has a new image. */
  const leaveOut = async (ms: number) => {
    const world = createWorld(['us-east-1'])
    const without = { ...world.needs, config: { ...world.needs.config, accounts: [] } }
    await reconcile(world.needs)
    await reconcile(without)
    world.clock.advance(ms)
    await reconcile(without)
    const places = await world.ledger.readPlaces()
    world.images.put(NEW, { state: 'available', name: 'b', tags: {}, snapshots: [] })
    for (let run = 0; run < 3; run++) {
      world.clock.advance(5 * MINUTE)
      await reconcile(world.needs)
    }
    const posts = [...world.messenger.posts('ami-ready'), ...world.messenger.posts('ami-alerts')]
    return { places, posts }
  }

  test('is forgotten after a day: when it comes back, its images are not announced', async () => {
    expect(await leaveOut(24 * 60 * MINUTE)).toEqual({ places: [], posts: [] })
  })

  test('is remembered for a day, as its account may be back on AWS’s list: what changed meanwhile is announced', async () => {
    const { places, posts } = await leaveOut(24 * 60 * MINUTE - 1)
    expect(places).toMatchObject([{ region: 'us-east-1' }])
    expect(posts.map(({ message }) => message.text)).toEqual([expect.stringContaining('b')])
  })
})
