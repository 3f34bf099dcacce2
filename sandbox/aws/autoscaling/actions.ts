import type { AutoScalingGroupsType, LaunchConfigurationsType } from '@aws-sdk/client-auto-scaling'
import type { Caller } from '../caller.ts'
import type { Fleet } from '../ec2/fleet.ts'
import type { Query } from '../ec2/query.ts'

/** A refusal in Auto Scaling's own code and words. */
export class AutoScalingError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'AutoScalingError'
    this.code = code
  }
}

const PAGE = 50
const PAGE_AT_MOST = 100

const TOKEN = /^from:(\d+)$/

const readStart = (token: string | undefined): number => {
  if (token === undefined) return 0
  const [, start] = TOKEN.exec(Buffer.from(token, 'base64').toString()) ?? []
  if (start === undefined) throw new AutoScalingError('InvalidNextToken', `The token '${token}' is invalid.`)
  return Number(start)
}

const readSize = (text: string | undefined): number => {
  const size = Number(text ?? PAGE)
  if (Number.isInteger(size) && size >= 1 && size <= PAGE_AT_MOST) return size
  throw new AutoScalingError(
    'ValidationError',
    `1 validation error detected: Value '${text}' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to ${PAGE_AT_MOST}`,
  )
}

const readPage = <Item>(items: readonly Item[], query: Query): { items: Item[]; NextToken?: string } => {
  const start = readStart(query.text('NextToken'))
  const end = start + readSize(query.text('MaxRecords'))
  const token = Buffer.from(`from:${end}`).toString('base64')
  return { items: items.slice(start, end), ...(end < items.length && { NextToken: token }) }
}

const isWanted = (name: string, names: readonly string[]): boolean =>
  names.length === 0 || names.includes(name)

const isOwn =
  ({ account, region }: Caller) =>
  (stored: Caller): boolean =>
    stored.account === account && stored.region === region

/** Names that there are not are left out of the answer, as AWS does. */
const DescribeAutoScalingGroups = (query: Query, caller: Caller, fleet: Fleet): AutoScalingGroupsType => {
  if (query.structures('Filters.member').length > 0) {
    throw new AutoScalingError('ValidationError', 'This Auto Scaling knows no filters.')
  }
  const names = query.list('AutoScalingGroupNames.member')
  const groups = fleet.groups
    .filter(isOwn(caller))
    .map(({ group }) => group)
    .filter(group => isWanted(group.AutoScalingGroupName, names))
  const { items, NextToken } = readPage(groups, query)
  return { AutoScalingGroups: items, ...(NextToken !== undefined && { NextToken }) }
}

const DescribeLaunchConfigurations = (
  query: Query,
  caller: Caller,
  fleet: Fleet,
): LaunchConfigurationsType => {
  const names = query.list('LaunchConfigurationNames.member')
  const configurations = fleet.launchConfigurations
    .filter(isOwn(caller))
    .map(({ configuration }) => configuration)
    .filter(configuration => isWanted(configuration.LaunchConfigurationName, names))
  const { items, NextToken } = readPage(configurations, query)
  return { LaunchConfigurations: items, ...(NextToken !== undefined && { NextToken }) }
}

type AutoScalingAction = (query: Query, caller: Caller, fleet: Fleet) => object

/** The calls that this Auto Scaling knows, by its own names. */
export const AUTO_SCALING_ACTIONS: Readonly<Record<string, AutoScalingAction>> = {
  DescribeAutoScalingGroups,
  DescribeLaunchConfigurations,
}
