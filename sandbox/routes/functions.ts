import { Hono } from 'hono'
import type { Clock } from '../kernel/clock.ts'
import type { Runtime } from '../lambda/runtime.ts'
import { createScheduledEvent } from '../lambda/schedule.ts'

export interface FunctionRouteOptions {
  clock: Clock
  region: string
  runtimes: ReadonlyMap<string, Runtime>
}

/** Invokes a function by hand; without a body it gets the event of its schedule. */
export const createFunctionRoutes = ({ clock, region, runtimes }: FunctionRouteOptions): Hono => {
  const app = new Hono()
  app.get('/', c => c.json([...runtimes].map(([name, runtime]) => ({ name, running: runtime.running() }))))
  app.post('/:name', async c => {
    const name = c.req.param('name')
    const runtime = runtimes.get(name)
    if (!runtime) return c.json({ error: 'not_found', message: `There is no function "${name}".` }, 404)
    if (runtime.isFull()) return c.json({ error: 'throttled', message: `"${name}" runs already.` }, 429)
    const text = await c.req.text()
    let event: unknown
    try {
      event = text === '' ? createScheduledEvent(clock.nowMs(), region, name) : JSON.parse(text)
    } catch {
      return c.json({ error: 'invalid_json', message: 'The body is not JSON.' }, 400)
    }
    const invocation = await runtime.invoke(event, 'ran by hand')
    return c.json(invocation, invocation.ok ? 200 : 502)
  })
  return app
}
