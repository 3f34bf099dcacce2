import { requireImageId } from '../action.ts'
import { Ec2Error, invalidValue } from '../errors.ts'
import type { Query } from '../query.ts'

const ACCOUNT = /^\d{12}$/

export const validateModifyImageAttribute = (query: Query): void => {
  requireImageId(query)
  const changes = [
    ...query.structures('LaunchPermission.Add'),
    ...query.structures('LaunchPermission.Remove'),
  ]
  const userIds = [...query.list('UserId'), ...changes.flatMap(change => change.text('UserId') ?? [])]
  const groups = [...query.list('UserGroup'), ...changes.flatMap(change => change.text('Group') ?? [])]
  for (const userId of userIds) {
    if (!ACCOUNT.test(userId)) {
      throw new Ec2Error(
        'InvalidAMIAttributeItemValue',
        `Invalid attribute item value "${userId}" for userId item type.`,
      )
    }
  }
  for (const group of groups) if (group !== 'all') throw invalidValue('userGroup', group)
  const isChange =
    changes.length + userIds.length + groups.length > 0 || query.text('Description.Value') !== undefined
  if (!isChange) {
    throw new Ec2Error('InvalidParameterCombination', 'No attributes specified.')
  }
}
