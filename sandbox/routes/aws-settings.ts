import { Hono } from 'hono'
import * as v from 'valibot'
import type { Ec2 } from '../aws/ec2/ec2.ts'
import { SettingsSchema } from '../aws/ec2/settings.ts'
import type { Bus } from '../aws/eventbridge/bus.ts'
import { UnreliabilitySchema } from '../aws/eventbridge/unreliability.ts'
import { readBody } from './body.ts'

const { consistencyLagMs, throttling, cloudTrail, cloudTrailDelayMs, blockPublicAccess, allowedImageOwners } =
  SettingsSchema.entries
const { dropShare, doubleShare, swapShare, seed } = UnreliabilitySchema.entries

const ChangeSchema = v.strictObject({
  consistencyLagMs: v.exactOptional(consistencyLagMs),
  throttling: v.exactOptional(throttling),
  cloudTrail: v.exactOptional(cloudTrail),
  cloudTrailDelayMs: v.exactOptional(cloudTrailDelayMs),
  blockPublicAccess: v.exactOptional(blockPublicAccess.wrapped),
  allowedImageOwners: v.exactOptional(allowedImageOwners.wrapped),
  events: v.exactOptional(
    v.strictObject({
      dropShare: v.exactOptional(dropShare),
      doubleShare: v.exactOptional(doubleShare),
      swapShare: v.exactOptional(swapShare),
      seed: v.exactOptional(seed),
    }),
  ),
})

/** How strict, slow and unreliable AWS is from now on; what is left out stays as it is. */
export const createAwsSettingsRoutes = (ec2: Ec2, bus: Bus): Hono => {
  const app = new Hono()
  const show = () => ({ ...ec2.settings, events: bus.settings() })
  app.get('/', c => c.json(show()))
  app.post('/', async c => {
    const read = await readBody(c, ChangeSchema)
    if (!read.ok) return read.answer
    const { events, ...settings } = read.body
    ec2.configure(settings)
    if (events) bus.configure({ ...bus.settings(), ...events })
    return c.json(show())
  })
  return app
}
