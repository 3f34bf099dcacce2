import { requireImageId } from '../action.ts'
import { Ec2Error, invalidValue } from '../errors.ts'
import type { Query } from '../query.ts'

/** Of all accounts, the one of zeros alone does not exist. */
const ACCOUNT = /^(?!0{12})\d{12}$/

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
  for (const userId of userIds) if (!ACCOUNT.test(userId)) refuseItem(userId, 'userId')
  for (const change of changes) {
    const organization = change.text('OrganizationArn')
    const unit = change.text('OrganizationalUnitArn')
    if (organization !== undefined && !ORGANIZATION.test(organization)) {
      refuseItem(organization, 'organizationArn')
    }
    if (unit !== undefined && !UNIT.test(unit)) refuseItem(unit, 'organizationalUnitArn')
  }
  for (const group of groups) if (group !== 'all') throw invalidValue('userGroup', group)
  const isChange =
    changes.length + userIds.length + groups.length > 0 || query.text('Description.Value') !== undefined
  if (!isChange) {
    throw new Ec2Error('InvalidParameterCombination', 'No attributes specified.')
  }
}
