import type { Deployment } from '../deployment/deployment.ts'
import type { Stack } from '../deployment/resolve.ts'
import { createInstallation, type Installation } from './installation.ts'

/** The logical id that the framework gives to the rule of a function's schedule. */
const ruleOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}EventsRuleSchedule1`

/** The installation of a deployment, as AWS's APIs show it. @param outputs of the stack, beside those of its topics */
export const installDeployment = (
  { functions, rules, topics }: Deployment,
  outputs: Readonly<Record<string, string>>,
  stack: Stack,
): Installation => {
  const scheduled = functions.filter(({ scheduleMs }) => scheduleMs.length > 0)
  return createInstallation(
    { ...outputs, FallbackTopicArn: stack.arns.get('FallbackTopic') ?? '' },
    [...rules.map(({ name }) => name), ...scheduled.map(({ name }) => ruleOf(name))],
    [...topics.keys()],
  )
}
