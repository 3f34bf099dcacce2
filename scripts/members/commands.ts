import type { CallAs } from '@aws-sdk/client-cloudformation'
import type { Target } from '../target.ts'
import { type Parameters, toParameterList } from './parameters.ts'
import { MEMBER_TEMPLATE, PREFERENCES, settingsOf } from './stack-set.ts'

/** In single quotes a shell changes nothing. */
const quoted = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `'${text.replaceAll("'", `'\\''`)}'`
}

const command = (...parts: string[]): string => parts.join(' \\\n  ')

/** The AWS CLI's commands that make the stack set and its stacks. */
export const stackSetCommands = (
  name: string,
  region: string,
  callAs: CallAs,
  parameters: Parameters,
  units: readonly string[],
  regions: readonly string[],
): string => {
  const it = `--stack-set-name ${name} --region ${region} --call-as ${callAs}`
  const { Description, PermissionModel, AutoDeployment, ManagedExecution, Capabilities } =
    settingsOf(parameters)
  const create = command(
    `aws cloudformation create-stack-set ${it}`,
    `--description ${quoted(Description)} --template-body file://${MEMBER_TEMPLATE}`,
    `--permission-model ${PermissionModel} --capabilities ${Capabilities.join(' ')}`,
    `--auto-deployment ${quoted(AutoDeployment)} --managed-execution ${quoted(ManagedExecution)}`,
    `--parameters ${quoted(toParameterList(parameters))}`,
  )
  const add = command(
    `aws cloudformation create-stack-instances ${it}`,
    `--deployment-targets ${quoted({ OrganizationalUnitIds: units })}`,
    `--regions ${regions.join(' ')}`,
    `--operation-preferences ${quoted(PREFERENCES)}`,
  )
  return `${create}\n\n${add}`
}

/** The AWS CLI's command that makes the stacks of one account, one region after another. */
export const accountCommands = (
  { stage }: Target,
  parameters: Parameters,
  regions: readonly string[],
): string =>
  regions
    .map(region =>
      command(
        `aws cloudformation deploy --region ${region} --stack-name amiops-${stage}-member`,
        `--template-file ${MEMBER_TEMPLATE} --capabilities CAPABILITY_NAMED_IAM`,
        `--parameter-overrides ${Object.entries(parameters)
          .filter(([, value]) => value !== '')
          .map(([name, value]) => quoted(`${name}=${value}`))
          .join(' ')}`,
      ),
    )
    .join('\n\n')
