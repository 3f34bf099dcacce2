import type { DescribeSnapshotsResult } from '@aws-sdk/client-ec2'
import type { Action } from '../action.ts'
import { fitsFilters, parseFilters, readTagFilter } from '../filters.ts'
import type { StoredSnapshot } from '../fleet.ts'
import { readPage, validatePage } from '../pages.ts'
import { findVisibleSnapshots, snapshotNotFound } from '../snapshots.ts'

const readFilter = ({ snapshot }: StoredSnapshot, name: string): string[] | undefined => {
  const values: Record<string, (string | number | boolean | undefined)[]> = {
    description: [snapshot.Description],
    encrypted: [snapshot.Encrypted],
    'owner-id': [snapshot.OwnerId],
    'snapshot-id': [snapshot.SnapshotId],
    status: [snapshot.State],
    'storage-tier': [snapshot.StorageTier],
    'volume-id': [snapshot.VolumeId],
    'volume-size': [snapshot.VolumeSize],
  }
  return (
    values[name]?.flatMap(value => (value === undefined ? [] : String(value))) ??
    readTagFilter(name, snapshot.Tags)
  )
}

const PAGE_AT_MOST = 1_000

/** Whether a snapshot is shared with any of those: `all` means everybody, `self` the caller. */
const isRestorableBy = (stored: StoredSnapshot, users: readonly string[], account: string): boolean =>
  (stored.createVolumePermissions ?? []).some(
    ({ UserId, Group }) =>
      (Group === 'all' && users.includes('all')) ||
      (UserId !== undefined && users.some(user => (user === 'self' ? account : user) === UserId)),
  )

export const DescribeSnapshots: Action = {
  validate(query) {
    parseFilters(query)
    validatePage(query, PAGE_AT_MOST)
  },
  run(call, world): DescribeSnapshotsResult {
    const snapshotIds = call.query.list('SnapshotId')
    const owners = call.query.list('Owner')
    const filters = parseFilters(call.query)
    const users = call.query.list('RestorableBy')
    const visible = findVisibleSnapshots(call, world)
    const unknown = snapshotIds.find(id => !visible.some(({ snapshot }) => snapshot.SnapshotId === id))
    if (unknown !== undefined) throw snapshotNotFound(unknown)
    const shown = visible.filter(
      stored =>
        (snapshotIds.length === 0 || snapshotIds.includes(stored.snapshot.SnapshotId)) &&
        (owners.length === 0 ||
          owners.some(owner => (owner === 'self' ? call.account : owner) === stored.account)) &&
        (users.length === 0 || isRestorableBy(stored, users, call.account)) &&
        fitsFilters(filters, name => readFilter(stored, name)),
    )
    const { items, NextToken } = readPage(shown, call.query)
    return {
      Snapshots: items.map(({ snapshot }) => snapshot),
      ...(NextToken !== undefined && { NextToken }),
    }
  },
}
