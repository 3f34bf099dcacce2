import { Hono } from 'hono'
import * as v from 'valibot'
import { changeAccountSettings } from '../aws/ec2/account-settings.ts'
import type { Ec2 } from '../aws/ec2/ec2.ts'
import { AllowedImagesSchema } from '../aws/ec2/stored-account-settings.ts'
import { ACCOUNT_STATES } from '../aws/organizations/member-facts.ts'
import { isRegion } from '../aws/regions.ts'
import type { Clock } from '../kernel/clock.ts'
import { readBody } from './body.ts'

const ACCOUNT = /^\d{12}$/

const ChangeSchema = v.strictObject({
  memberOf: v.exactOptional(v.array(v.pipe(v.string(), v.startsWith('arn:')))),
  /** As AWS Organizations has it. */
  name: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(50))),
  state: v.exactOptional(v.picklist(ACCOUNT_STATES)),
  /** Where the settings below hold; `us-east-1` when left out. */
  region: v.optional(
    v.pipe(v.string(), v.check(isRegion, 'Expected a region such as us-east-1.')),
    'us-east-1',
  ),
  allowedImages: v.exactOptional(AllowedImagesSchema),
  blockPublicAccess: v.exactOptional(v.boolean()),
})

/** What an account is part of, and what it has set for itself; what is left out stays as it is. */
export const createAccountRoutes = (ec2: Ec2, clock: Clock): Hono => {
  const app = new Hono()
  const show = () => ({
    memberOf: ec2.fleet.memberOf,
    members: ec2.fleet.memberFacts,
    settings: ec2.fleet.accountSettings,
  })
  app.get('/', c => c.json(show()))
  app.post('/:account', async c => {
    const account = c.req.param('account')
    if (!ACCOUNT.test(account))
      return c.json({ error: 'invalid_account', message: `${account} is no account of 12 digits.` }, 400)
    const read = await readBody(c, ChangeSchema)
    if (!read.ok) return read.answer
    const { memberOf, name, state, region, ...settings } = read.body
    const before = ec2.fleet.memberFacts[account]
    const isJoining = memberOf !== undefined && (ec2.fleet.memberOf[account] ?? []).length === 0
    if (memberOf) ec2.fleet.memberOf = { ...ec2.fleet.memberOf, [account]: memberOf }
    ec2.fleet.memberFacts = {
      ...ec2.fleet.memberFacts,
      [account]: {
        ...before,
        ...(name !== undefined && { name }),
        ...(state && { state }),
        ...(isJoining && { joinedAtMs: clock.nowMs() }),
      },
    }
    if (Object.keys(settings).length > 0) changeAccountSettings(ec2.fleet, { account, region }, settings)
    ec2.changed()
    return c.json(show())
  })
  return app
}
