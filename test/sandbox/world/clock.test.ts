import { serveCallOf } from '../../../sandbox/kernel/calling-invocation.ts'
import { createSystemClock } from '../../../sandbox/kernel/clock.ts'
import { createManualClock } from '../../../sandbox/kernel/manual-clock.ts'
import { createOwnDate } from '../../../sandbox/kernel/own-date.ts'
import type { World } from '../../../sandbox/world.ts'
import type { WorldOptions } from '../../../sandbox/world-options.ts'
import { createRecorder, get, post, startWorld } from './support.ts'

test('nobody who sleeps wakes early, though Node’s timers sometimes fire a millisecond too soon', async () => {
  const clock = createSystemClock()
  const early: number[] = []
  const sleep = async (ms: number) => {
    const untilMs = Date.now() + ms
    await clock.sleep(ms)
    if (Date.now() < untilMs) early.push(ms)
  }
  // The machine's clock lets the process end; something has to keep it here.
  const stay = setInterval(() => {}, 1_000)
  for (let round = 0; round < 60; round += 1) {
    await Promise.all(Array.from({ length: 100 }, (_, index) => sleep(1 + (index % 10))))
  }
  clearInterval(stay)
  expect(early).toEqual([])
})

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('a manual clock', () => {
  test('is moved on, never back, and wakes those whose time has come, the earliest first', async () => {
    const clock = createManualClock()
    const woken: number[] = []
    for (const ms of [3 * HOUR, HOUR, 2 * HOUR, 50 * 24 * HOUR])
      void clock.sleep(ms).then(() => woken.push(ms / HOUR))
    const startMs = clock.nowMs()
    expect(clock.nextWakeMs()).toBeLessThanOrEqual(startMs + HOUR)
    clock.moveTo(startMs + 2 * HOUR)
    clock.moveTo(startMs)
    await Promise.resolve()
    expect(woken).toEqual([1, 2])
    expect(clock.nowMs()).toBeGreaterThanOrEqual(startMs + 2 * HOUR)
  })

  test('runs by itself, as time does', async () => {
    const clock = createManualClock()
    const stay = setInterval(() => {}, 1_000)
    const untilMs = clock.nowMs() + 20
    await clock.sleep(20)
    clearInterval(stay)
    expect(clock.nowMs()).toBeGreaterThanOrEqual(untilMs)
  })

  test('forgets a sleeper that is not wanted any more', () => {
    const clock = createManualClock()
    const limit = new AbortController()
    void clock.sleep(HOUR, { signal: limit.signal })
    limit.abort()
    expect(clock.nextWakeMs()).toBeUndefined()
  })
})

test('a `Date` of one’s own has that clock’s time, and is otherwise a `Date`', () => {
  const atMs = Date.UTC(2031, 4, 6, 7, 8, 9)
  const OwnDate = createOwnDate(() => atMs)
  expect(OwnDate.now()).toBe(atMs)
  expect(new OwnDate().toISOString()).toBe('2031-05-06T07:08:09.000Z')
  expect(OwnDate()).toBe(new Date(atMs).toString())
  expect(new OwnDate(2026, 0, 1)).toEqual(new Date(2026, 0, 1))
  expect(new OwnDate('2026-01-01').getTime()).toBe(OwnDate.UTC(2026, 0, 1))
  expect(new OwnDate()).toBeInstanceOf(Date)
  expect(new Date()).toBeInstanceOf(OwnDate)
})

describe('a world whose clock is manual', () => {
  let world: World
  afterEach(() => world.close())

  interface Told {
    isManual: boolean
    nowMs: number
    now: string
  }
  const clock = async () => (await get(world, '/_sandbox/clock')).json as Told
  const advance = async (advanceMs: number) =>
    (await post(world, '/_sandbox/clock', { advanceMs })).json as Told
  const start = async (options: Partial<WorldOptions> = {}) => {
    world = await startWorld({ clock: createManualClock(), ...options })
  }
  const queue = (end: string) => {
    const found = [...world.sqs.queues.values()].find(({ settings }) => settings.name.endsWith(end))
    if (!found) throw new Error(`Expected a queue ${end}.`)
    return found
  }

  test('shows the time, and moves forward as far as asked', async () => {
    await start()
    const before = await clock()
    expect(before.isManual).toBe(true)
    const after = await advance(HOUR)
    expect(after.nowMs).toBeGreaterThanOrEqual(before.nowMs + HOUR)
    expect(after.nowMs).toBeLessThan(before.nowMs + HOUR + MINUTE)
    expect(Date.parse(after.now)).toBe(after.nowMs)
  })

  test('schedules, delays and visibility timeouts in between come in order, each at its own moment', async () => {
    const order: string[] = []
    const startMs = () => first.nowMs
    const minutesOf = (ms: number) => Math.round((ms - startMs()) / MINUTE)
    await start({
      schedules: true,
      handlers: {
        async schedule() {
          const atMs = world.clock.nowMs()
          // Time waits for what takes a while.
          await new Promise(resolve => setTimeout(resolve, 30))
          order.push(`schedule ${minutesOf(atMs)}`)
        },
        events(event) {
          const { body, attributes } =
            (event as { Records: { body: string; attributes: object }[] }).Records[0] ?? {}
          const { ApproximateReceiveCount: count } = attributes as { ApproximateReceiveCount: string }
          order.push(`${body} ${minutesOf(world.clock.nowMs())}`)
          if (body === 'again' && count === '1') throw new Error('Not yet.')
        },
      },
    })
    const first = await clock()
    queue('-events').send({ body: 'late', delaySec: 7 * 60 })
    queue('-events').send({ body: 'later', delaySec: 12 * 60 })
    queue('-events').send({ body: 'again', delaySec: 1 })
    await advance(16 * MINUTE)
    // The visibility timeout is 361 s.
    expect(order).toEqual([
      'again 0',
      'schedule 5',
      'again 6',
      'late 7',
      'schedule 10',
      'later 12',
      'schedule 15',
    ])
  })

  test('a call that a fault delays is over when its time has come; nothing else has to happen', async () => {
    const ended: string[] = []
    await start({
      handlers: {
        async events(event) {
          const [record] = (event as { Records: { body: string }[] }).Records
          await world.clock.sleep(Number(record?.body), { isCall: true })
          ended.push(record?.body ?? '')
        },
      },
    })
    queue('-events').send({ body: String(20_000) })
    await world.idle()
    expect(ended).toEqual(['20000'])
  })

  test('a delayed call of one function does not move time on while another one works', async () => {
    const ended: string[] = []
    await start({
      handlers: {
        async events(_event, { awsRequestId }) {
          await serveCallOf(awsRequestId, () => world.clock.sleep(20_000, { isCall: true }))
          ended.push('delayed')
        },
        async scan() {
          const beganMs = world.clock.nowMs()
          // A function's own work takes the machine's time, which the clock does not hold back.
          await new Promise(resolve => setTimeout(resolve, 200))
          ended.push(world.clock.nowMs() - beganMs < 20_000 ? 'worked' : 'time went on')
        },
      },
    })
    queue('-events').send({ body: 'one' })
    queue('-scans').send({ body: 'one' })
    await world.idle()
    expect(ended).toEqual(['worked', 'delayed'])
  })

  test('idle moves it on to what comes within a minute, and not to what comes later', async () => {
    const events = createRecorder()
    await start({ handlers: { events: events.handler } })
    const { nowMs } = await clock()
    queue('-events').send({ body: 'soon', delaySec: 50 })
    queue('-events').send({ body: 'not soon', delaySec: 300 })
    await get(world, '/_sandbox/idle')
    expect(events.bodies()).toEqual([['soon']])
    expect((await clock()).nowMs).toBeGreaterThanOrEqual(nowMs + 50_000)
    expect((await clock()).nowMs).toBeLessThan(nowMs + 100_000)
    await advance(300_000)
    expect(events.bodies()).toEqual([['soon'], ['not soon']])
  })

  test('two who move it at once move it twice', async () => {
    await start()
    const { nowMs } = await clock()
    await Promise.all([advance(HOUR), advance(HOUR), get(world, '/_sandbox/idle')])
    expect((await clock()).nowMs).toBeGreaterThanOrEqual(nowMs + 2 * HOUR)
  })

  test.each([
    [{}, /advanceMs/],
    [{ advanceMs: -1 }, /Time never goes back: expected 0 or more/],
    [{ advanceMs: 1.5 }, /Expected whole milliseconds/],
    [{ advanceMs: '60000' }, /Expected milliseconds, such as 60000/],
    [{ advanceMs: 366 * 24 * HOUR + 1 }, /Expected a year at most/],
    [{ advanceMs: 1, toMs: 2 }, /toMs/],
  ])('refuses %j', async (body, message) => {
    await start()
    expect(await post(world, '/_sandbox/clock', body)).toMatchObject({
      status: 400,
      json: { error: 'invalid_body', message: expect.stringMatching(message) },
    })
  })
})

test('the machine’s time cannot be moved: said, with what to do', async () => {
  const world = await startWorld()
  expect((await get(world, '/_sandbox/clock')).json).toMatchObject({ isManual: false })
  expect(await post(world, '/_sandbox/clock', { advanceMs: 1_000 })).toMatchObject({
    status: 409,
    json: { error: 'clock_is_not_manual', message: expect.stringContaining('npm start -- --clock manual') },
  })
  await expect(world.advance(1)).rejects.toThrow('Expected a manual clock')
  await world.close()
})
