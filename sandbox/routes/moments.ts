import { Hono } from 'hono'
import type { Moment, MomentLine } from '../kernel/moment.ts'
import type { Timeline } from '../kernel/timeline.ts'

/** A moment as a list shows it. */
export const withoutDetail = ({ detail: _, ...line }: Moment): MomentLine => line

/** The timeline line by line, and each line's JSON when somebody opens it. */
export const createMomentRoutes = (timeline: Timeline): Hono => {
  const app = new Hono()
  app.get('/', c => c.json(timeline.recent().map(withoutDetail)))
  app.get('/:id', c => {
    const found = timeline.recent().find(({ id }) => id === Number(c.req.param('id')))
    if (!found) return c.json({ error: 'not_found', message: 'The timeline has forgotten it.' }, 404)
    return c.json(found)
  })
  return app
}
