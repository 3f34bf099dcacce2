import { Hono } from 'hono'
import * as v from 'valibot'
import { changeAccountSettings } from '../aws/ec2/account-settings.ts'
import type { Ec2 } from '../aws/ec2/ec2.ts'
import { AllowedImagesSchema } from '../aws/ec2/stored-account-settings.ts'
import { isRegion } from '../aws/regions.ts'
import { readBody } from './body.ts'

const ACCOUNT = /^\d{12}$/

const ChangeSchema = v.strictObject({
  memberOf: v.exactOptional(v.array(v.pipe(v.string(), v.startsWith('arn:')))),
  /** Where the settings below hold; `us-east-1` when left out. */
  region: v.optional(
    v.pipe(v.string(), v.check(isRegion, 'Expected a region such as us-east-1.')),
    'us-east-1',
  ),
  allowedImages: v.exactOptional(AllowedImagesSchema),
  blockPublicAccess: v.exactOptional(v.boolean()),
})

/** What an account is part of, and what it has set for itself; what is left out stays as it is. */
export const createAccountRoutes = (ec2: Ec2): Hono => {
  const app = new Hono()
  const show = () => ({ memberOf: ec2.fleet.memberOf, settings: ec2.fleet.accountSettings })
  app.get('/', c => c.json(show()))
  app.post('/:account', async c => {
    const account = c.req.param('account')
    if (!ACCOUNT.test(account))
      return c.json({ error: 'invalid_account', message: `${account} is no account of 12 digits.` }, 400)
    const read = await readBody(c, ChangeSchema)
    if (!read.ok) return read.answer
    const { memberOf, region, ...settings } = read.body
    if (memberOf) ec2.fleet.memberOf = { ...ec2.fleet.memberOf, [account]: memberOf }
    if (Object.keys(settings).length > 0) changeAccountSettings(ec2.fleet, { account, region }, settings)
    ec2.changed()
    return c.json(show())
  })
  return app
}
