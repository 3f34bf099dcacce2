import { Hono } from 'hono'
import * as v from 'valibot'
import type { Ec2 } from '../aws/ec2/ec2.ts'
import { readBody } from './body.ts'

const ACCOUNT = /^\d{12}$/

const ChangeSchema = v.strictObject({
  memberOf: v.exactOptional(v.array(v.pipe(v.string(), v.startsWith('arn:')))),
})

/** What an account is part of; what is left out stays as it is. */
export const createAccountRoutes = (ec2: Ec2): Hono => {
  const app = new Hono()
  const show = () => ({ memberOf: ec2.fleet.memberOf })
  app.get('/', c => c.json(show()))
  app.post('/:account', async c => {
    const account = c.req.param('account')
    if (!ACCOUNT.test(account))
      return c.json({ error: 'invalid_account', message: `${account} is no account of 12 digits.` }, 400)
    const read = await readBody(c, ChangeSchema)
    if (!read.ok) return read.answer
    const { memberOf } = read.body
    if (memberOf) ec2.fleet.memberOf = { ...ec2.fleet.memberOf, [account]: memberOf }
    ec2.changed()
    return c.json(show())
  })
  return app
}
