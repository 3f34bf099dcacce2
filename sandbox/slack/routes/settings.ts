import { Hono } from 'hono'
import * as v from 'valibot'
import type { Interactor } from '../interactions/interactor.ts'
import { verifyUrl } from '../interactions/verify-url.ts'
import type { RateLimits } from '../rate-limits.ts'

const Settings = v.strictObject({
  rateLimits: v.optional(v.picklist(['off', 'strict'])),
  plan: v.optional(v.picklist(['paid', 'free'])),
  gov: v.optional(v.boolean()),
  orgWide: v.optional(v.boolean()),
})

/** `/_sandbox/slack`: how strict Slack is, and what the workspace has paid for. */
export const createSettingsRoutes = (interactor: Interactor, rateLimits: RateLimits): Hono => {
  const { workspace } = interactor
  const app = new Hono()
  const settings = () => ({
    rateLimits: rateLimits.mode,
    plan: workspace.plan,
    gov: workspace.domain === 'slack-gov.com',
    orgWide: workspace.isOrgWide,
    eventsUrl: workspace.events.url,
    shortcuts: workspace.shortcuts,
  })

  app.get('/', c => c.json(settings()))

  app.post('/', async c => {
    const given = v.safeParse(Settings, await c.req.json().catch(() => undefined))
    if (!given.success) {
      const error =
        'Expected {"rateLimits": "off" or "strict", "plan": "paid" or "free", "gov": true or false, "orgWide": true or false}, any of them'
      return c.json({ error }, 422)
    }
    if (given.output.rateLimits) rateLimits.mode = given.output.rateLimits
    if (given.output.plan) workspace.plan = given.output.plan
    if (given.output.gov !== undefined) workspace.domain = given.output.gov ? 'slack-gov.com' : 'slack.com'
    if (given.output.orgWide !== undefined) workspace.isOrgWide = given.output.orgWide
    return c.json(settings())
  })

  app.post('/verify', async c => c.json(await verifyUrl(interactor)))
  return app
}
