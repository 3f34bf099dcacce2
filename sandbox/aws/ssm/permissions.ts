import type { Caller } from '../caller.ts'
import type { Needed } from '../iam/authorise.ts'
import type { SsmRequest } from './call-log.ts'
import { arnOfParameter } from './parameter.ts'

/** The name, without a selector, or the ARN of a parameter. */
const toArn = (named: string, { account, region }: Caller): string =>
  named.startsWith('arn:')
    ? named.split(':').slice(0, 6).join(':')
    : arnOfParameter({ account, region, name: named.split(':')[0] ?? '' })

/**
 * What a call needs to be allowed: its action on each parameter that it names.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 */
export const permissionsOf = ({
  action,
  input,
  caller,
}: Pick<SsmRequest, 'action' | 'input' | 'caller'>): Needed[] => {
  const { Name, Names, Path } = input
  const named = [Name, Names, Path].flat().filter(one => typeof one === 'string')
  const resources = named.length > 0 ? named.map(one => toArn(one, caller)) : ['*']
  return resources.map(resource => ({ action: `ssm:${action}`, resource }))
}

/** SSM describes the image that a parameter is set to with the caller's permissions: EC2 sees the caller, and that a service called. */
export const DESCRIBES_IMAGE: Needed = {
  action: 'ec2:DescribeImages',
  resource: '*',
  context: { 'aws:ViaAWSService': 'true', 'aws:CalledVia': ['ssm.amazonaws.com'] },
}
