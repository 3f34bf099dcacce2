import { Hono } from 'hono'
import * as v from 'valibot'
import type { Bus } from '../aws/eventbridge/bus.ts'
import { readBody } from './body.ts'

/** Any event that EventBridge takes; its rules choose the targets. */
const EnvelopeSchema = v.looseObject({
  version: v.optional(v.string(), '0'),
  id: v.string(),
  'detail-type': v.string(),
  source: v.string(),
  account: v.string(),
  time: v.string(),
  region: v.string(),
  resources: v.optional(v.array(v.string()), []),
  detail: v.record(v.string(), v.unknown()),
})

export const createEventRoutes = (bus: Bus): Hono => {
  const app = new Hono()
  app.post('/', async c => {
    const read = await readBody(c, EnvelopeSchema)
    if (!read.ok) return read.answer
    return c.json({ ok: true, messages: bus.put(read.body) }, 202)
  })
  return app
}
