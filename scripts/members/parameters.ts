import type { Config } from '../../src/domain/config.ts'
import { partitionOf } from '../../src/domain/regions.ts'
import type { Stack } from '../read-stack.ts'
import type { Target } from '../target.ts'

/** The values of the parameters of `deploy/member.yml`. */
export type Parameters = Readonly<Record<string, string>>

/** Something that a member stack needs is missing; the message says what to do first. */
export class MissingPrerequisite extends Error {
  override name = 'MissingPrerequisite'
}

/** Parameters of the member stack, and the outputs of the hub's stack that they are taken from. */
const OF_OUTPUTS = {
  HubQueueArn: 'EventsQueueArn',
  HubBusArn: 'EventBusArn',
  FunctionRoleArns: 'FunctionRoleArns',
  RequestsRoleArn: 'RequestsRoleArn',
}

/** The most characters that CloudFormation accepts as the value of a parameter. */
const LONGEST = 4_096

/** The names as they are; the folder of each name; the first folder of each name. The first list that fits into a parameter is used. */
const SHORTER = [
  (name: string) => name,
  (name: string) => name.replace(/[^/]+$/, '*'),
  (name: string) => name.replace(/^(\/[^/]+\/?).*$/, '$1*'),
]

const aliasParameterArns = ({ families }: Pick<Config, 'families'>, hub: string, region: string): string => {
  const names = Object.values(families)
    .flatMap(({ aliases }) => aliases ?? [])
    .filter(({ in: places }) => places.some(({ account }) => account !== hub))
    .map(({ parameter }) => parameter)
  const lists = SHORTER.map(shorten =>
    [...new Set(names.map(name => `arn:${partitionOf(region).id}:ssm:*:*:parameter${shorten(name)}`))].join(),
  )
  const list = lists.find(one => one.length <= LONGEST)
  if (list === undefined)
    throw new MissingPrerequisite(
      'The parameters of aliases are in too many folders for a parameter of CloudFormation. Put them below one folder, such as /golden/.',
    )
  return list
}

/**
 * The parameters of a member's stack, by the hub's outputs and the config.
 *
 * @throws {MissingPrerequisite} where the hub is not deployed, in an earlier version or without the config's organization
 */
export const memberParameters = (
  stack: Stack | undefined,
  { families, organization }: Pick<Config, 'families' | 'organization'>,
  { region, stage }: Target,
): Parameters => {
  const deploy = `npm run deploy -- --region ${region} --stage ${stage}`
  if (!stack)
    throw new MissingPrerequisite(`Nothing is deployed in ${region} for stage ${stage}. First: ${deploy}`)
  const { outputs } = stack
  const missing = Object.values(OF_OUTPUTS).find(name => outputs[name] === undefined)
  if (missing)
    throw new MissingPrerequisite(
      `The stack amiops-${stage} has no output ${missing}: it is older. First: ${deploy}`,
    )
  if (organization && outputs.OrganizationId !== organization.id)
    throw new MissingPrerequisite(
      `The stack amiops-${stage} is deployed for ${outputs.OrganizationId ?? 'no organization'}, the config says ${organization.id}. First: ${deploy}   (from the template: OrganizationId=${organization.id})`,
    )
  const ofHub = Object.fromEntries(
    Object.entries(OF_OUTPUTS).map(([name, output]) => [name, outputs[output] ?? '']),
  )
  const hub = ofHub.HubQueueArn?.split(':')[4] ?? ''
  return {
    HubAccount: hub,
    HubRegion: region,
    ...ofHub,
    OrganizationId: organization?.id ?? '',
    ...(organization && { ReaderRoleName: organization.readRole, ActorRoleName: organization.role }),
    DeliveryRoleName: `amiops-delivery-${stage}`,
    AliasParameterArns: aliasParameterArns({ families }, hub, region),
  }
}

export const toParameterList = (parameters: Parameters) =>
  Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))
