import type { LaunchPermission } from '@aws-sdk/client-ec2'
import { type Action, findOwnImage, refusePending } from '../action.ts'
import { Ec2Error } from '../errors.ts'
import { setLaunchPermissions } from '../fleet.ts'
import type { Query } from '../query.ts'
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

/** The older spelling: one operation, and lists of users and groups. */
const readListed = (query: Query, operation: 'add' | 'remove'): LaunchPermission[] =>
  query.text('OperationType') === operation
    ? [
        ...query.list('UserId').map(UserId => ({ UserId })),
        ...query.list('UserGroup').map(() => ({ Group: 'all' as const })),
      ]
    : []

const keyOf = (permission: LaunchPermission): string => JSON.stringify(Object.entries(permission).sort())

const PUBLIC_ACCESS_BLOCKED =
  'You can’t publicly share this image because block public access for AMIs is enabled for this account. To publicly share the image, you must call the DisableImageBlockPublicAccess API.'

export const ModifyImageAttribute: Action = {
  validate: validateModifyImageAttribute,
  authorise: (call, world) => void findOwnImage(call, world),
  run(call, world) {
    const { query } = call
    const stored = findOwnImage(call, world)
    refusePending(stored)
    const description = query.text('Description.Value')
    if (description !== undefined) stored.image.Description = description
    const added = [...query.structures('LaunchPermission.Add').map(toPermission), ...readListed(query, 'add')]
    if (world.settings.blockPublicAccess && added.some(({ Group }) => Group === 'all'))
      throw new Ec2Error('OperationNotPermitted', PUBLIC_ACCESS_BLOCKED)
    const removed = [
      ...query.structures('LaunchPermission.Remove').map(toPermission),
      ...readListed(query, 'remove'),
    ].map(keyOf)
    if (added.length > 0 && stored.image.State === 'disabled') {
      throw new Ec2Error(
        'InvalidAMIID.Unavailable',
        `The AMI ID '${stored.image.ImageId}' is disabled and cannot be shared`,
      )
    }
    const kept = new Map(
      [...stored.launchPermissions, ...added].map(permission => [keyOf(permission), permission]),
    )
    for (const key of removed) kept.delete(key)
    setLaunchPermissions(stored, [...kept.values()])
    return { Return: true }
  },
}
