import { Hono } from 'hono'
import type { Fleet } from '../aws/ec2/fleet.ts'
import type { Clock } from '../kernel/clock.ts'
import { createFleetChanges } from './fleet-changes.ts'
import { readFleetRows } from './fleet-rows.ts'
import { describeImage } from './image-detail.ts'

/** The accounts of these rows that have a name. */
const namesOf = ({ memberFacts }: Fleet, rows: readonly { account: string }[]): Record<string, string> =>
  Object.fromEntries(
    [...new Set(rows.map(({ account }) => account))].flatMap(account => {
      const name = memberFacts[account]?.name
      return name === undefined ? [] : [[account, name]]
    }),
  )

/** The fleet in short, and each image in full when somebody opens it. */
export const createFleetRoutes = (fleet: Fleet, clock: Clock): Hono => {
  const app = new Hono()
  const changesSince = createFleetChanges()
  app.get('/', c => {
    const changes = changesSince(readFleetRows(fleet, clock.nowMs()), c.req.query('since'))
    return c.json({ ...changes, names: namesOf(fleet, changes.rows) })
  })
  app.get('/:account/:region/:id', c => {
    const { account, region, id } = c.req.param()
    const stored = fleet.images.find(
      candidate =>
        candidate.image.ImageId === id &&
        candidate.account === account &&
        candidate.region === region &&
        candidate.goneAtMs === undefined,
    )
    if (!stored) return c.json({ error: 'not_found', message: 'There is no such image any more.' }, 404)
    return c.json(describeImage(fleet, stored))
  })
  return app
}
