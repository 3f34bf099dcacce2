import { isDeepStrictEqual } from 'node:util'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Fault, Faults } from '../kernel/faults.ts'
import { readBody } from './body.ts'

const FaultSchema = v.strictObject({
  service: v.picklist([
    'slack',
    'ec2',
    'autoscaling',
    'rbin',
    's3',
    'ssm',
    'sts',
    'kms',
    'organizations',
    'inspector2',
    'sqs',
    'sns',
    'dynamodb',
    'eventbridge',
    'lambda',
    'cloudformation',
    'cloudtrail',
  ]),
  call: v.pipe(v.string(), v.nonEmpty()),
  error: v.exactOptional(v.string()),
  message: v.exactOptional(v.string()),
  retryAfterSec: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  times: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  delayMs: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
  drop: v.exactOptional(v.boolean()),
  afterEffect: v.exactOptional(v.boolean()),
  killAtCall: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})

/** The same trouble, however many calls of it are left. */
const isSameKind = ({ times: _a, ...a }: Fault, { times: _b, ...b }: Fault): boolean =>
  isDeepStrictEqual(a, b)

/** What is wrong with the next calls. */
export const createFaultRoutes = (faults: Faults): Hono => {
  const app = new Hono()
  app.get('/', c => c.json(faults.list()))
  app.post('/', async c => {
    const read = await readBody(c, FaultSchema)
    if (!read.ok) return read.answer
    faults.add(read.body)
    return c.json({ ok: true }, 201)
  })
  // With a body only the faults that are alike end; without one, all.
  app.delete('/', async c => {
    if ((await c.req.raw.clone().text()) === '') {
      faults.clear()
      return c.json({ ok: true })
    }
    const read = await readBody(c, FaultSchema)
    if (!read.ok) return read.answer
    const kept = faults.list().filter(fault => !isSameKind(fault, read.body))
    faults.clear()
    for (const fault of kept) faults.add(fault)
    return c.json({ ok: true })
  })
  return app
}
