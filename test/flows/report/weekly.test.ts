import { postReports } from '../../../src/flows/report/post-reports.ts'
import { serveMessage } from '../../../src/flows/serve.ts'
import { type AskedWorld, BUSY, runSchedule, worldWith } from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const READY = 'C0READY'

/** Not on a Monday; the report is due on Mondays at 7. */
const createNew = (channel = 'ami-ready') => {
  const world = worldWith({}, { reports: { weekly: { weekday: 'monday', hour: 7, channel } } })
  world.clock.advance(Date.parse('2026-01-14T12:00:00Z') + 365 * DAY - world.clock.nowMs())
  return world
}

/** The same; amiops runs since that day. */
const createWeekly = async (channel?: string) => {
  const world = createNew(channel)
  await reconcile(world.needs)
  return world
}

/** The requests queue hands over what it holds. */
const serveQueue = async (world: AskedWorld): Promise<void> => {
  for (const slotMs of world.queues.reports.splice(0))
    await serveMessage(world.needs, { kind: 'report', key: `report/${slotMs}`, slotMs })
}

const reportsIn = (world: AskedWorld, channel = 'ami-ready'): string[] =>
  world.messenger
    .posts(channel)
    .map(({ message }) => message.text)
    .filter(text => text.startsWith('Image report'))

const untilNext = (world: AskedWorld, weekday: number, hour: number): number => {
  const now = new Date(world.clock.nowMs())
  const wanted = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour)
  const days = (weekday - now.getUTCDay() + 7) % 7
  const atMs = wanted + days * DAY
  return (atMs > world.clock.nowMs() ? atMs : atMs + 7 * DAY) - world.clock.nowMs()
}

test('the report comes once a week, with its picture below it', async () => {
  const world = await createWeekly()
  world.clock.advance(untilNext(world, 1, 7) - 6 * MINUTE)
  await runSchedule(world, 1)
  await serveQueue(world)
  expect(reportsIn(world)).toEqual([])
  for (let run = 0; run < 30; run++) {
    await runSchedule(world, 1)
    await serveQueue(world)
  }
  expect(reportsIn(world)).toEqual([expect.stringMatching(/^Image report, .* Images and cost: 1 image/)])
  expect(world.messenger.picturesOf(READY)).toEqual([
    { content: expect.any(Uint8Array), altText: expect.stringContaining('Line of images over 12 weeks') },
  ])
  world.clock.advance(7 * DAY)
  await runSchedule(world, 1)
  await serveQueue(world)
  expect(reportsIn(world)).toHaveLength(2)
  expect(world.messenger.picturesOf(READY)).toHaveLength(2)
})

test.each([
  ['a day', 24 * HOUR, 1],
  ['47 hours', 47 * HOUR, 1],
  ['more than two days', 49 * HOUR, 0],
  ['two weeks and a day', 15 * DAY, 1],
])('an outage of %s: made up for once, or not at all', async (_name, outageMs, expected) => {
  const world = await createWeekly()
  world.clock.advance(untilNext(world, 1, 7) + outageMs)
  for (let run = 0; run < 3; run++) {
    await runSchedule(world, 1)
    await serveQueue(world)
  }
  expect(reportsIn(world)).toHaveLength(expected)
})

test('a new installation makes up for nothing', async () => {
  const world = createNew()
  world.clock.advance(untilNext(world, 1, 7) + HOUR)
  await runSchedule(world, 3)
  expect(world.queues.reports).toEqual([])
  world.clock.advance(7 * DAY)
  await runSchedule(world, 1)
  expect(world.queues.reports).toHaveLength(1)
})

test('while the queue holds the question, it is asked again every half hour at most', async () => {
  const world = await createWeekly()
  world.clock.advance(untilNext(world, 1, 7))
  await runSchedule(world, 12)
  expect(world.queues.reports.length).toBe(2)
  await serveQueue(world)
  expect(reportsIn(world)).toHaveLength(1)
  expect(world.messenger.picturesOf(READY)).toHaveLength(1)
})

/** The message of a week's report. */
const workOf = (slotMs: number) => ({ kind: 'report' as const, key: `report/${slotMs}/0`, slotMs })

test('a channel that cannot be reached: the report is in the fallback channel, and says so', async () => {
  const world = await createWeekly('ami-gone')
  world.clock.advance(untilNext(world, 1, 7))
  for (let run = 0; run < 8; run++) {
    await runSchedule(world, 1)
    await serveQueue(world)
  }
  expect(reportsIn(world, 'ami-alerts')).toEqual([expect.stringContaining('Meant for #ami-gone')])
  expect(world.messenger.picturesOf('C0ALERTS')).toHaveLength(1)
})

test('Slack has no room for the picture: the report stands, and the picture follows', async () => {
  const world = await createWeekly()
  world.clock.advance(untilNext(world, 1, 7))
  await runSchedule(world, 1)
  world.messenger.refuseFiles(BUSY)
  const [slotMs = 0] = world.queues.reports
  const work = workOf(slotMs)
  await expect(postReports(world.needs, work)).rejects.toThrow('Slack had no room')
  world.messenger.refuseFiles(undefined)
  await postReports(world.needs, work)
  expect(reportsIn(world)).toHaveLength(1)
  expect(world.messenger.picturesOf(READY)).toHaveLength(1)
})

test('a function that dies at any call leaves neither two reports nor none', async () => {
  const SLOT = workOf(Date.parse('2026-01-12T07:00:00Z'))
  const trial = await createWeekly()
  const { injection, needs } = trial.inject()
  await postReports({ ...needs, config: trial.config }, SLOT)
  const calls = injection.called
  expect(calls).toContain('messenger.shareFile')
  for (const [index, name] of calls.entries())
    for (const moment of ['before', 'after'] as const) {
      const world = await createWeekly()
      const pictures = { toPng: async () => new Uint8Array(1) }
      const dying = world.inject({ at: index + 1, moment, failure: 'crash' })
      await postReports({ ...dying.needs, config: world.config, pictures }, SLOT).catch(() => undefined)
      world.clock.advance(6 * MINUTE)
      await postReports({ ...world.needs, pictures }, SLOT)
      const where = `${moment} ${name}`
      expect([where, reportsIn(world).length]).toEqual([where, 1])
      // Slack offers no way to look for a file: between it and its claim it is shared again.
      const isBetween =
        (name === 'messenger.shareFile' && moment === 'after') ||
        (name === 'ledger.settlePost' && moment === 'before' && calls.indexOf('messenger.shareFile') < index)
      expect([where, world.messenger.picturesOf(READY).length]).toEqual([where, isBetween ? 2 : 1])
    }
})

test('each owner gets a report of their own families, in the channel of these or in that of the weekly report', async () => {
  const world = worldWith(
    {},
    {
      reports: { weekly: { weekday: 'monday', hour: 7, channel: 'ami-ready' }, perOwner: true },
      families: {
        web: { name: ['web-*'], channel: 'ami-alerts' },
        nodes: { name: ['node-*'], channel: 'ami-alerts' },
        db: { name: ['db-*'], owner: 'S0DATA' },
        tools: { name: ['tool-*'] },
      },
    },
  )
  const put = (imageId: string, name: string, sizeGiB: number): void =>
    world.images.put(
      { ...IMAGE, imageId },
      {
        state: 'available',
        name,
        tags: {},
        createdAtMs: world.clock.nowMs() - DAY,
        snapshots: [{ snapshotId: `snap-${name}`, sizeGiB, encrypted: false }],
      },
    )
  put('ami-00000000000000001', 'node-1', 8)
  put('ami-00000000000000002', 'db-1', 16)
  put('ami-00000000000000003', 'tool-1', 32)
  world.clock.advance(untilNext(world, 1, 7) - MINUTE)
  await reconcile(world.needs)
  // The next run saves the totals of what the first one's scans found.
  await reconcile(world.needs)
  world.clock.advance(7 * DAY)
  put('ami-00000000000000004', 'node-2', 8)
  await world.deliver(world.event('available', { imageId: 'ami-00000000000000004' }))
  await world.deliver(world.event('disabled', { imageId: 'ami-00000000000000002' }))
  await runSchedule(world, 1)
  await serveQueue(world)
  const [all, db, ...others] = reportsIn(world)
  expect(others).toEqual([])
  expect(all).toMatch(/🟢 1 built .*🟡 1 disabled .*: 5 images · 64 GiB/)
  expect(db).toMatch(/^Image report of `db`, .*: 🟡 1 disabled [^;]*\. Instances.*: 1 image · 16 GiB/)
  const owners = reportsIn(world, 'ami-alerts')
  expect(owners).toEqual([
    expect.stringMatching(
      /^Image report of `web`, `nodes`, .*: 🟢 1 built [^;]*\. Instances.*: 3 images · 16 GiB .*In a week: \+1 image \(50%\), \+8 GiB \(100%\)/,
    ),
  ])
  expect(world.messenger.picturesOf(READY)).toHaveLength(2)
  expect(world.messenger.picturesOf('C0ALERTS').map(({ altText }) => altText)).toEqual([
    expect.stringMatching(/from 2 on \S+ to 3 on/),
  ])
})
