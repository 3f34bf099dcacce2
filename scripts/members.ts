import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { createAwsClients, isNamed, wordsOf } from './aws-clients.ts'
import { checkConfig } from './check-config.ts'
import { readArguments, refuseArguments } from './help.ts'
import { accountCommands, stackSetCommands } from './members/commands.ts'
import { createOperations } from './members/operations.ts'
import { MissingPrerequisite, memberParameters } from './members/parameters.ts'
import { deployMembers, removeMembers } from './members/run-members.ts'
import { createStackSet } from './members/stack-set.ts'
import { readStack } from './read-stack.ts'
import { readTarget, TARGET_OPTIONS, TARGET_USAGE } from './target.ts'

/** `npm run members`: makes, changes and removes the stacks of member accounts (deploy/member.yml). */
const USAGE = `Usage: npm run members -- [--units OU,…] [options]

Deploys deploy/member.yml to every account of organizational units, in every region of organization.regions of the config, by a
stack set with automatic deployment. Run again, it changes what has changed. The parameters are the outputs of the hub’s stack.
Stack sets never reach the management account; --account prints the commands for it.

  --units OU,…        organizational units or a root, with those below; else organization.list.units of the config
  --admin-profile NAME  the AWS profile of the management account or of a delegated administrator, if not the hub’s
  --delegated         that account is a delegated administrator
  --remove            removes the stacks of --units, or all stacks and the stack set
  --print             prints the AWS CLI’s commands, and runs nothing
  --account           prints the commands for one account, with an organization or without
${TARGET_USAGE}`

const { values } = readArguments(USAGE, {
  options: {
    units: { type: 'string' },
    'admin-profile': { type: 'string' },
    delegated: { type: 'boolean', default: false },
    remove: { type: 'boolean', default: false },
    print: { type: 'boolean', default: false },
    account: { type: 'boolean', default: false },
    ...TARGET_OPTIONS,
  },
})

const UNIT = /^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$/
const given = values.units?.split(',')
for (const unit of given ?? [])
  if (!UNIT.test(unit))
    refuseArguments(`Expected --units to be ids like ou-ab12-c3d4e5f6, got ${JSON.stringify(unit)}.`, USAGE)

const target = await readTarget(process.argv.slice(2))
const { region, stage } = target
const config = checkConfig()
const name = `amiops-${stage}-members`
const callAs = values.delegated ? 'DELEGATED_ADMIN' : 'SELF'

const TRUST = `StackSets has no trusted access to the organization yet. In the management account, once:
  aws cloudformation activate-organizations-access --region ${region}`

const run = async (): Promise<boolean> => {
  const regions = [
    ...new Set([region, ...(config.organization?.regions ?? config.accounts.flatMap(one => one.regions))]),
  ]
  const units = given ?? config.organization?.list?.units ?? []
  const stackSetClient = new CloudFormationClient({
    region,
    maxAttempts: 5,
    ...(values['admin-profile'] && { profile: values['admin-profile'] }),
  })
  const stackSet = createStackSet(stackSetClient, name, callAs)
  const sleep = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
  const waitFor = createOperations(stackSetClient, name, callAs, sleep)
  const all = { name, stackSet, waitFor, say: console.log }

  if (values.remove) return removeMembers(all, given)
  const parameters = memberParameters(await readStack(createAwsClients(region), target), config, target)
  if (values.account) {
    console.log(accountCommands(target, parameters, regions))
    return true
  }
  if (!config.organization)
    return refuseArguments(
      'The config names no organization. Account by account: npm run members -- --account',
      USAGE,
    )
  if (units.length === 0)
    return refuseArguments('Expected --units, or organization.list.units in the config.', USAGE)
  if (values.print) {
    console.log(stackSetCommands(name, region, callAs, parameters, units, regions))
    return true
  }
  const access = await stackSet.trustedAccess()
  if (access !== 'ENABLED') throw new MissingPrerequisite(TRUST)
  return deployMembers(all, parameters, units, regions)
}

try {
  process.exitCode = (await run()) ? 0 : 1
} catch (error) {
  if (!(error instanceof Error)) throw error
  const hint = isNamed(error, /^(AccessDenied|AccessDeniedException|ValidationError)$/)
    ? '\nStack sets are made in the management account, or with --delegated in a delegated administrator’s; --admin-profile names its credentials.'
    : ''
  console.error(
    error instanceof MissingPrerequisite
      ? error.message
      : `The members were not ${values.remove ? 'removed' : 'deployed'}: ${wordsOf(error)}${hint}`,
  )
  process.exitCode = 1
}
