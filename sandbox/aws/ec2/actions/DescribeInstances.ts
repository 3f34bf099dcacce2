import type { DescribeInstancesResult } from '@aws-sdk/client-ec2'
import type { Action } from '../action.ts'
import { Ec2Error } from '../errors.ts'
import { fitsFilters, parseFilters, readTagFilter } from '../filters.ts'
import type { StoredInstance } from '../fleet.ts'
import { readPage, validatePage } from '../pages.ts'

const readFilter = ({ instance, account }: StoredInstance, name: string): string[] | undefined => {
  const values: Record<string, (string | number | undefined)[]> = {
    architecture: [instance.Architecture],
    'availability-zone': [instance.Placement?.AvailabilityZone],
    'image-id': [instance.ImageId],
    'instance-id': [instance.InstanceId],
    'instance-state-code': [instance.State?.Code],
    'instance-state-name': [instance.State?.Name],
    'instance-type': [instance.InstanceType],
    'owner-id': [account],
  }
  return (
    values[name]?.flatMap(value => (value === undefined ? [] : String(value))) ??
    readTagFilter(name, instance.Tags)
  )
}

const PAGE_AT_MOST = 1_000

export const DescribeInstances: Action = {
  validate(query) {
    parseFilters(query)
    validatePage(query, PAGE_AT_MOST)
  },
  run(call, world): DescribeInstancesResult {
    const instanceIds = call.query.list('InstanceId')
    const filters = parseFilters(call.query)
    const own = world.fleet.instances.filter(
      stored => stored.account === call.account && stored.region === call.region,
    )
    const unknown = instanceIds.filter(id => !own.some(({ instance }) => instance.InstanceId === id))
    if (unknown.length > 0) {
      throw new Ec2Error(
        'InvalidInstanceID.NotFound',
        `The instance ID '${unknown.join(', ')}' does not exist`,
      )
    }
    const shown = own.filter(
      stored =>
        (instanceIds.length === 0 || instanceIds.includes(stored.instance.InstanceId)) &&
        fitsFilters(filters, name => readFilter(stored, name)),
    )
    const { items, NextToken } = readPage(shown, call.query)
    return {
      Reservations: items.map(({ instance, account }) => ({
        ReservationId: instance.InstanceId.replace(/^i-/, 'r-'),
        OwnerId: account,
        Groups: [],
        Instances: [instance],
      })),
      ...(NextToken !== undefined && { NextToken }),
    }
  },
}
