import { DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation'
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge'
import { isNamed } from '../../aws-clients.ts'
import { type Check, type Finding, ok, problem } from '../check.ts'
import type { Context } from '../context.ts'
import { howToDeploy } from '../how-to-deploy.ts'

/** By logical ids; the last is the schedule, as osls names it. */
const RULES = [
  { id: 'ImageStateChangeRule', brings: 'events of images do not arrive' },
  { id: 'ImageCallRule', brings: 'nobody learns who changed an image outside Slack' },
  {
    id: 'ParameterChangeRule',
    brings: 'aliases that are set outside amiops are found by reconciliation alone',
  },
  { id: 'ParameterCallRule', brings: 'nobody learns who deleted an alias outside amiops' },
  {
    id: 'ImageScanRule',
    brings: 'what Amazon Inspector finds is noticed later, and only where an alias names the image',
  },
  { id: 'MembersRule', brings: 'events of other regions do not arrive' },
  { id: 'ScheduleEventsRuleSchedule1', brings: 'the reconciliation does not run' },
]

const nameOf = async ({ aws, target }: Context, LogicalResourceId: string): Promise<string | undefined> => {
  try {
    const StackName = `amiops-${target.stage}`
    const input = { StackName, LogicalResourceId }
    const { StackResourceDetail } = await aws.cloudFormation.send(new DescribeStackResourceCommand(input))
    return StackResourceDetail?.PhysicalResourceId
  } catch (error) {
    if (isNamed(error, /^ValidationError$/)) return undefined
    throw error
  }
}

/** CloudFormation names a rule of a custom bus `bus|rule`. */
const partsOf = (physicalId: string): { Name: string; bus?: string } => {
  const [bus, Name] = physicalId.split('|')
  return Name === undefined ? { Name: physicalId } : { Name, ...(bus && { bus }) }
}

const judge = async (context: Context, { id, brings }: (typeof RULES)[number]): Promise<Finding> => {
  const { region } = context.target
  const physicalId = await nameOf(context, id)
  const again = howToDeploy(await context.stack(), context.target)
  if (physicalId === undefined) return problem(`The rule ${id} is missing: ${brings}.`, again)
  const { Name, bus } = partsOf(physicalId)
  const EventBusName = bus && { EventBusName: bus }
  try {
    const { State } = await context.aws.eventBridge.send(new DescribeRuleCommand({ Name, ...EventBusName }))
    return State === 'DISABLED'
      ? problem(
          `The rule ${Name} is disabled: ${brings}.`,
          `aws events enable-rule --region ${region} --name ${Name}${bus ? ` --event-bus-name ${bus}` : ''}`,
        )
      : ok(`${id} is enabled.`)
  } catch (error) {
    if (!isNamed(error, /^ResourceNotFoundException$/)) throw error
    return problem(`The rule ${Name} was deleted: ${brings}.`, again)
  }
}

/** EventBridge's rules are there and enabled. */
export const rules: Check = {
  name: 'rules',
  takes: 'events:DescribeRule and cloudformation:DescribeStackResource',
  async run(context) {
    if (!(await context.stack())) return []
    const findings: Finding[] = []
    for (const rule of RULES) findings.push(await judge(context, rule))
    return findings
  },
}
