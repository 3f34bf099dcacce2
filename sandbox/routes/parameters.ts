import { Hono } from 'hono'
import * as v from 'valibot'
import { DEFAULT_ACCOUNT, type Identity } from '../aws/caller.ts'
import type { Fleet } from '../aws/ec2/fleet.ts'
import { SsmError } from '../aws/ssm/errors.ts'
import { currentOf, isSameParameter, type ParameterKey } from '../aws/ssm/parameter.ts'
import type { Ssm } from '../aws/ssm/ssm.ts'
import { readBody } from './body.ts'

const PutSchema = v.strictObject({
  account: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{12}$/, 'Expected 12 digits.'))),
  region: v.exactOptional(v.string()),
  name: v.string(),
  value: v.string(),
  type: v.exactOptional(v.picklist(['String', 'StringList', 'SecureString'])),
  dataType: v.exactOptional(v.picklist(['text', 'aws:ec2:image'])),
  description: v.exactOptional(v.string()),
  /** Who puts it: a user or a role of that account. */
  by: v.exactOptional(
    v.pipe(v.string(), v.regex(/^(user|role)\/[\w+=,.@/-]+$/, 'Expected user/NAME or role/NAME.')),
  ),
})

const toIdentity = (by = 'user/ops'): Identity => {
  const name = by.slice(by.indexOf('/') + 1)
  return by.startsWith('role/')
    ? { type: 'AssumedRole', role: name, session: name.split('/').pop() ?? name }
    : { type: 'IAMUser', user: name }
}

const show = (key: ParameterKey, fleet: Fleet, ssm: Ssm) => {
  const stored = fleet.parameters.find(parameter => isSameParameter(parameter, key))
  const { account, region, name } = key
  return {
    account,
    region,
    name,
    type: stored?.type ?? 'String',
    dataType: stored?.dataType ?? 'aws:ec2:image',
    value: stored ? currentOf(stored).value : null,
    version: stored ? currentOf(stored).version : null,
    versions: stored?.versions ?? [],
    /** Not validated yet. */
    proposed: ssm
      .proposals()
      .filter(proposal => isSameParameter(proposal, key))
      .map(({ proposed, atMs }) => ({ ...proposed, validatedAtMs: atMs })),
  }
}

/** The parameters of all accounts, and what waits to become one. Secrets are left out. */
const listParameters = (fleet: Fleet, ssm: Ssm) => {
  const isNew = (key: ParameterKey) => !fleet.parameters.some(parameter => isSameParameter(parameter, key))
  const created = ssm.proposals().filter(isNew)
  const once = created.filter((key, at) => created.findIndex(other => isSameParameter(other, key)) === at)
  return [...fleet.parameters, ...once].map(key => show(key, fleet, ssm))
}

/** Parameter Store, as a person or a role outside amiops changes it. */
export const createParameterRoutes = (fleet: Fleet, ssm: Ssm): Hono => {
  const app = new Hono()
  app.get('/', c => c.json(listParameters(fleet, ssm)))
  app.post('/', async c => {
    const read = await readBody(c, PutSchema)
    if (!read.ok) return read.answer
    const { account = DEFAULT_ACCOUNT, region = 'us-east-1', name, value, by, type, description } = read.body
    const before = fleet.parameters.find(parameter => isSameParameter(parameter, { account, region, name }))
    const usual = before?.dataType ?? (value.startsWith('ami-') ? 'aws:ec2:image' : 'text')
    try {
      const result = ssm.call({ account, region, identity: toIdentity(by) }, 'PutParameter', {
        Name: name,
        Value: value,
        Type: type ?? before?.type ?? 'String',
        DataType: read.body.dataType ?? usual,
        Overwrite: true,
        ...(description !== undefined && { Description: description }),
      })
      return c.json({ ...show({ account, region, name }, fleet, ssm), put: result }, 202)
    } catch (error) {
      if (!(error instanceof SsmError)) throw error
      return c.json({ error: error.code, message: error.message }, 400)
    }
  })
  return app
}
