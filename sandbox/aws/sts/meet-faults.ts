import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { refuse } from './answer.ts'
import { StsError } from './error.ts'

const ACCOUNT_OF_ROLE = /^arn:[^:]*:iam::(\d{12}):/

/** A fault of `AssumeRole` is for all roles, or for those of one account: `AssumeRole@123456789012`. */
export const meetFaults =
  ({ clock, faults }: { clock: Clock; faults: Faults }): MiddlewareHandler<NodeEnv> =>
  async (c, next) => {
    const form = new URLSearchParams(await c.req.text())
    const action = form.get('Action') ?? ''
    const [, account = ''] = ACCOUNT_OF_ROLE.exec(form.get('RoleArn') ?? '') ?? []
    const outcome = await withFault(
      faults.take('sts', `${action}@${account}`) ?? faults.take('sts', action),
      clock,
      next,
    )
    if (outcome.kind === 'answered') return
    if (outcome.kind === 'cut') return cutConnection(c)
    const { error = 'InternalFailure', message = 'The request was refused.' } = outcome.fault
    return refuse(new StsError(error, message, error === 'AccessDenied' ? 403 : 400))
  }
