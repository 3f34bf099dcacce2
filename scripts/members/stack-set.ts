import { readFileSync } from 'node:fs'
import {
  type CallAs,
  type CloudFormationClient,
  CreateStackInstancesCommand,
  CreateStackSetCommand,
  DeleteStackInstancesCommand,
  DeleteStackSetCommand,
  DescribeOrganizationsAccessCommand,
  DescribeStackSetCommand,
  ListStackSetAutoDeploymentTargetsCommand,
  type StackSetOperationPreferences,
  UpdateStackSetCommand,
} from '@aws-sdk/client-cloudformation'
import { chunksOf } from '../../src/domain/group-by.ts'
import { isNamed } from '../aws-clients.ts'
import { type Parameters, toParameterList } from './parameters.ts'

/** Organizational units with the regions in which their accounts have a stack. */
export type Targets = ReadonlyMap<string, readonly string[]>

export const MEMBER_TEMPLATE = 'deploy/member.yml'

/** An account that fails keeps no other from its stack: it is named at the end. */
export const PREFERENCES: StackSetOperationPreferences = {
  RegionConcurrencyType: 'PARALLEL',
  ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
  MaxConcurrentPercentage: 100,
  FailureTolerancePercentage: 100,
}

/** What is the same whenever the stack set is made or changed. */
export const settingsOf = (parameters: Parameters) => ({
  Description: 'amiops: events and roles of member accounts',
  Parameters: toParameterList(parameters),
  Capabilities: ['CAPABILITY_NAMED_IAM' as const],
  PermissionModel: 'SERVICE_MANAGED' as const,
  // An account that joins a unit gets its stack, one that leaves loses it.
  AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
  // Operations that do not concern the same stacks run side by side; others wait for each other.
  ManagedExecution: { Active: true },
})

/** An operation takes so many units.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackInstances.html */
const MOST_UNITS = 50

/** The units that lack the same regions, together: one operation for each fifty. */
const missingFrom = (targets: Targets, units: readonly string[], regions: readonly string[]) => {
  const groups = new Map<string, { units: string[]; regions: string[] }>()
  for (const unit of units) {
    const lacks = regions.filter(region => !targets.get(unit)?.includes(region))
    if (lacks.length === 0) continue
    const group = groups.get(lacks.join()) ?? { units: [], regions: lacks }
    group.units.push(unit)
    groups.set(lacks.join(), group)
  }
  return [...groups.values()].flatMap(group =>
    chunksOf(group.units, MOST_UNITS).map(some => ({ units: some, regions: group.regions })),
  )
}

/** The stack set of an installation's members, in the management account or a delegated administrator's. Each method that starts
 * operations gives their ids. */
export const createStackSet = (client: CloudFormationClient, StackSetName: string, callAs: CallAs) => {
  const it = { StackSetName, CallAs: callAs }
  return {
    /** Whether StackSets may work in the organization's accounts: `ENABLED`, or what else CloudFormation says. */
    async trustedAccess(): Promise<string> {
      const { Status = '' } = await client.send(new DescribeOrganizationsAccessCommand({ CallAs: callAs }))
      return Status
    },

    async exists(): Promise<boolean> {
      try {
        const { StackSet } = await client.send(new DescribeStackSetCommand(it))
        return StackSet?.Status === 'ACTIVE'
      } catch (error) {
        if (isNamed(error, /^StackSetNotFoundException$/)) return false
        throw error
      }
    },

    async targets(): Promise<Targets> {
      const targets = new Map<string, readonly string[]>()
      let NextToken: string | undefined
      do {
        const page = await client.send(
          new ListStackSetAutoDeploymentTargetsCommand({ ...it, ...(NextToken && { NextToken }) }),
        )
        for (const { OrganizationalUnitId = '', Regions = [] } of page.Summaries ?? [])
          targets.set(OrganizationalUnitId, Regions)
        NextToken = page.NextToken
      } while (NextToken)
      return targets
    },

    async create(parameters: Parameters): Promise<void> {
      const TemplateBody = readFileSync(MEMBER_TEMPLATE, 'utf8')
      await client.send(new CreateStackSetCommand({ ...it, TemplateBody, ...settingsOf(parameters) }))
    },

    /** The template and the parameters of the stacks that are there. */
    async update(parameters: Parameters): Promise<string[]> {
      const TemplateBody = readFileSync(MEMBER_TEMPLATE, 'utf8')
      const { OperationId } = await client.send(
        new UpdateStackSetCommand({
          ...it,
          TemplateBody,
          ...settingsOf(parameters),
          OperationPreferences: PREFERENCES,
        }),
      )
      return OperationId ? [OperationId] : []
    },

    /** The stacks that are not there yet. */
    async add(units: readonly string[], regions: readonly string[], there: Targets): Promise<string[]> {
      const ids: string[] = []
      for (const group of missingFrom(there, units, regions)) {
        const { OperationId } = await client.send(
          new CreateStackInstancesCommand({
            ...it,
            DeploymentTargets: { OrganizationalUnitIds: group.units },
            Regions: group.regions,
            OperationPreferences: PREFERENCES,
          }),
        )
        if (OperationId) ids.push(OperationId)
      }
      return ids
    },

    /** The stacks of these targets, with what they made. */
    async remove(targets: Targets): Promise<string[]> {
      const ids: string[] = []
      for (const [unit, Regions] of targets) {
        const { OperationId } = await client.send(
          new DeleteStackInstancesCommand({
            ...it,
            DeploymentTargets: { OrganizationalUnitIds: [unit] },
            Regions: [...Regions],
            RetainStacks: false,
            OperationPreferences: PREFERENCES,
          }),
        )
        if (OperationId) ids.push(OperationId)
      }
      return ids
    },

    async delete(): Promise<void> {
      await client.send(new DeleteStackSetCommand(it))
    },
  }
}

export type StackSet = ReturnType<typeof createStackSet>
