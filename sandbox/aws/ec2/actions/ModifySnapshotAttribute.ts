import type { CreateVolumePermission } from '@aws-sdk/client-ec2'
import { type Action, type Ec2World, requireText } from '../action.ts'
import { keyOf } from '../encryption.ts'
import { Ec2Error, invalidValue } from '../errors.ts'
import type { StoredSnapshot } from '../fleet.ts'
import type { Query } from '../query.ts'
import { findOwnSnapshot } from '../snapshots.ts'
import { isAccount } from '../validations/account.ts'

const OPERATIONS = ['Add', 'Remove'] as const
type Operation = (typeof OPERATIONS)[number]

/** Both spellings: a structure for each permission, or one operation with lists of users and groups. */
const readPermissions = (query: Query, operation: Operation): CreateVolumePermission[] => {
  const isListed = query.text('OperationType') === operation.toLowerCase()
  const given = query.structures(`CreateVolumePermission.${operation}`)
  const users = [
    ...given.flatMap(permission => permission.text('UserId') ?? []),
    ...(isListed ? query.list('UserId') : []),
  ]
  const groups = [
    ...given.flatMap(permission => permission.text('Group') ?? []),
    ...(isListed ? query.list('UserGroup') : []),
  ]
  for (const user of users) if (!isAccount(user)) throw invalidValue('userId', user)
  for (const group of groups) if (group !== 'all') throw invalidValue('group', group)
  return [...users.map(UserId => ({ UserId })), ...groups.map(() => ({ Group: 'all' as const }))]
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html */
const refuseUnshareable = (
  stored: StoredSnapshot,
  added: readonly CreateVolumePermission[],
  { fleet }: Ec2World,
): void => {
  if (added.length === 0) return
  if (keyOf(fleet, stored)?.manager === 'AWS')
    throw new Ec2Error('OperationNotPermitted', 'Encrypted snapshots with EBS default key cannot be shared')
  if (stored.snapshot.Encrypted && added.some(({ Group }) => Group === 'all'))
    throw new Ec2Error('OperationNotPermitted', 'Encrypted snapshots cannot be shared publicly')
}

/** With whom a snapshot is shared: accounts, or everybody. Organizations and units cannot be named. */
export const ModifySnapshotAttribute: Action = {
  validate(query) {
    requireText(query, 'SnapshotId')
    const attribute = query.text('Attribute') ?? 'createVolumePermission'
    if (attribute !== 'createVolumePermission') throw invalidValue('attribute', attribute)
    if (OPERATIONS.every(operation => readPermissions(query, operation).length === 0))
      throw new Ec2Error('InvalidParameterCombination', 'No attributes specified.')
  },
  authorise: (call, world) => void findOwnSnapshot(call, world, requireText(call.query, 'SnapshotId')),
  run(call, world) {
    const stored = findOwnSnapshot(call, world, requireText(call.query, 'SnapshotId'))
    const added = readPermissions(call.query, 'Add')
    refuseUnshareable(stored, added, world)
    const kept = new Map(
      [...(stored.createVolumePermissions ?? []), ...added].map(permission => [
        permission.UserId ?? 'all',
        permission,
      ]),
    )
    for (const { UserId } of readPermissions(call.query, 'Remove')) kept.delete(UserId ?? 'all')
    stored.createVolumePermissions = [...kept.values()]
    return {}
  },
}
