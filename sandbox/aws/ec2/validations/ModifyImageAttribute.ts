import { requireImageId } from '../action.ts'
import { Ec2Error, invalidValue } from '../errors.ts'
import type { Query } from '../query.ts'
import { isAccount } from './account.ts'

const ORGANIZATION = /^arn:aws[\w-]*:organizations::\d{12}:organization\/o-[a-z0-9]{10,32}$/
const UNIT = /^arn:aws[\w-]*:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}$/

const refuseItem = (value: string, itemType: string): never => {
  throw new Ec2Error(
    'InvalidAMIAttributeItemValue',
    `Invalid attribute item value "${value}" for ${itemType} item type.`,
  )
}

export const validateModifyImageAttribute = (query: Query): void => {
  requireImageId(query)
  const changes = [
    ...query.structures('LaunchPermission.Add'),
    ...query.structures('LaunchPermission.Remove'),
  ]
  const userIds = [...query.list('UserId'), ...changes.flatMap(change => change.text('UserId') ?? [])]
  const groups = [...query.list('UserGroup'), ...changes.flatMap(change => change.text('Group') ?? [])]
  for (const userId of userIds) if (!isAccount(userId)) refuseItem(userId, 'userId')
  const arnsOf = (name: string) => [
    ...query.list(name),
    ...changes.flatMap(change => change.text(name) ?? []),
  ]
  const organizations = arnsOf('OrganizationArn')
  const units = arnsOf('OrganizationalUnitArn')
  for (const arn of organizations) if (!ORGANIZATION.test(arn)) refuseItem(arn, 'organizationArn')
  for (const arn of units) if (!UNIT.test(arn)) refuseItem(arn, 'organizationalUnitArn')
  for (const group of groups) if (group !== 'all') throw invalidValue('userGroup', group)
  const isChange =
    changes.length + userIds.length + groups.length + organizations.length + units.length > 0 ||
    query.text('Description.Value') !== undefined
  if (!isChange) {
    throw new Ec2Error('InvalidParameterCombination', 'No attributes specified.')
  }
}
