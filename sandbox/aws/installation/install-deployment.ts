import type { Deployment } from '../deployment/deployment.ts'
import type { Stack } from '../deployment/resolve.ts'
import { createHubScope } from '../deployment/roles.ts'
import { resolveTemplate } from '../deployment/template.ts'
import { createInstallation, type Installation } from './installation.ts'

/** The logical id that the framework gives to the rule of a function's schedule. */
const ruleOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}EventsRuleSchedule1`

/** The outputs that are parameters of `deploy/member.yml`. */
const FOR_MEMBERS = ['EventsQueueArn', 'EventBusArn', 'FunctionRoleArns', 'RequestsRoleArn', 'OrganizationId']

const memberOutputs = (deployment: Deployment, stack: Stack): Record<string, string> => {
  const region = stack.arns.get('EventsQueue')?.split(':')[3] ?? ''
  const scope = createHubScope(deployment, stack, region)
  const values = FOR_MEMBERS.filter(name => name in deployment.outputs).map(
    name => [name, String(resolveTemplate(deployment.outputs[name], scope))] as const,
  )
  // CloudFormation has no output whose condition does not hold: that of the organization.
  return Object.fromEntries(values.filter(([, value]) => value !== ''))
}

/** The installation of a deployment, as AWS's APIs show it. @param outputs of the stack, beside those of its topics and for members */
export const installDeployment = (
  deployment: Deployment,
  outputs: Readonly<Record<string, string>>,
  stack: Stack,
): Installation => {
  const { functions, rules, topics } = deployment
  const scheduled = functions.filter(({ scheduleMs }) => scheduleMs.length > 0)
  return createInstallation(
    {
      ...outputs,
      ...memberOutputs(deployment, stack),
      FallbackTopicArn: stack.arns.get('FallbackTopic') ?? '',
    },
    [...rules.map(({ name }) => name), ...scheduled.map(({ name }) => ruleOf(name))],
    [...topics.keys()],
  )
}
