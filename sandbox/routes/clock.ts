import { Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../kernel/clock.ts'
import { readBody } from './body.ts'

/** The longest move: a year runs a hundred thousand schedules. */
const LONGEST_MS = 366 * 86_400_000

const MoveSchema = v.strictObject({
  advanceMs: v.pipe(
    v.number(`Expected milliseconds, such as 60000.`),
    v.integer('Expected whole milliseconds.'),
    v.minValue(0, 'Time never goes back: expected 0 or more.'),
    v.maxValue(LONGEST_MS, `Expected a year at most, ${LONGEST_MS}.`),
  ),
})

const IS_NOT_MANUAL =
  'This sandbox runs on the machine’s time, which cannot be moved. Start it with: npm start -- --clock manual'

/** Time as the sandbox and its functions see it. `advance` is there where it can be moved. */
export const createClockRoutes = (clock: Clock, advance?: (ms: number) => Promise<void>): Hono => {
  const describe = () => {
    const nowMs = clock.nowMs()
    return { isManual: advance !== undefined, nowMs, now: new Date(nowMs).toISOString() }
  }
  const app = new Hono()
  app.get('/', c => c.json(describe()))
  app.post('/', async c => {
    const read = await readBody(c, MoveSchema)
    if (!read.ok) return read.answer
    if (!advance) return c.json({ error: 'clock_is_not_manual', message: IS_NOT_MANUAL }, 409)
    await advance(read.body.advanceMs)
    return c.json(describe())
  })
  return app
}
