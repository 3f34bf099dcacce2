import type { LaunchPermission } from '@aws-sdk/client-ec2'
import { type Action, findOwnImage, refusePending } from '../action.ts'
import { setLaunchPermissions } from '../fleet.ts'
import type { Query } from '../query.ts'
import { refuseUnshareable } from '../sharing.ts'
import { validateModifyImageAttribute } from '../validations/ModifyImageAttribute.ts'

const toPermission = (query: Query): LaunchPermission => {
  const UserId = query.text('UserId')
  const OrganizationArn = query.text('OrganizationArn')
  const OrganizationalUnitArn = query.text('OrganizationalUnitArn')
  return {
    ...(UserId !== undefined && { UserId }),
    ...(query.text('Group') !== undefined && { Group: 'all' as const }),
    ...(OrganizationArn !== undefined && { OrganizationArn }),
    ...(OrganizationalUnitArn !== undefined && { OrganizationalUnitArn }),
  }
}

/** The older spelling: one operation, and a list of each kind. */
const readListed = (query: Query, operation: 'add' | 'remove'): LaunchPermission[] =>
  query.text('OperationType') === operation
    ? [
        ...query.list('UserId').map(UserId => ({ UserId })),
        ...query.list('UserGroup').map(() => ({ Group: 'all' as const })),
        ...query.list('OrganizationArn').map(OrganizationArn => ({ OrganizationArn })),
        ...query.list('OrganizationalUnitArn').map(OrganizationalUnitArn => ({ OrganizationalUnitArn })),
      ]
    : []

const keyOf = (permission: LaunchPermission): string => JSON.stringify(Object.entries(permission).sort())

export const ModifyImageAttribute: Action = {
  validate: validateModifyImageAttribute,
  authorise: (call, world) => void findOwnImage(call, world),
  run(call, world) {
    const { query } = call
    const stored = findOwnImage(call, world)
    refusePending(stored)
    const added = [...query.structures('LaunchPermission.Add').map(toPermission), ...readListed(query, 'add')]
    const removed = [
      ...query.structures('LaunchPermission.Remove').map(toPermission),
      ...readListed(query, 'remove'),
    ].map(keyOf)
    refuseUnshareable(stored, added, world)
    const description = query.text('Description.Value')
    if (description !== undefined) stored.image.Description = description
    const kept = new Map(
      [...stored.launchPermissions, ...added].map(permission => [keyOf(permission), permission]),
    )
    for (const key of removed) kept.delete(key)
    setLaunchPermissions(stored, [...kept.values()])
    return { Return: true }
  },
}
