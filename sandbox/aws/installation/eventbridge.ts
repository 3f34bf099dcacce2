import { type JsonAction, ServiceError } from '../json-service.ts'
import type { Installation } from './installation.ts'

/** The rules of the default bus, to be read. */
export const createEventBridgeActions = (
  installation: Pick<Installation, 'rules'>,
): Readonly<Record<string, JsonAction>> => ({
  DescribeRule(input, caller) {
    const name = String(input.Name)
    const isEnabled = installation.rules.get(name)
    if (isEnabled === undefined)
      throw new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist.`)
    return {
      Name: name,
      Arn: `arn:aws:events:${caller.region}:${caller.account}:rule/${name}`,
      State: isEnabled ? 'ENABLED' : 'DISABLED',
    }
  },
})
