import { existsSync, readFileSync } from 'node:fs'
import * as v from 'valibot'
import { parse } from 'yaml'
import { DEFAULT_ACCOUNT } from '../caller.ts'
import type { Role } from '../iam/roles.ts'
import { partitionOf } from '../regions.ts'
import type { Deployment } from './deployment.ts'
import type { Stack } from './resolve.ts'
import { parseRoleTemplate, toRole } from './role-template.ts'
import { createHubScope } from './roles.ts'
import { resolveTemplate, type TemplateScope } from './template.ts'

const Template = v.object({
  Parameters: v.record(v.string(), v.object({ Default: v.optional(v.string()) })),
  Conditions: v.record(v.string(), v.unknown()),
  Resources: v.looseObject({
    ReaderRole: v.object({ Properties: v.unknown() }),
    ActorRole: v.object({ Properties: v.unknown() }),
  }),
})

/** What the bot's config says of the accounts that have the roles of the template. */
const ConfigSchema = v.object({
  organization: v.optional(
    v.object({
      id: v.string(),
      readRole: v.optional(v.string(), 'amiops-reader'),
      role: v.optional(v.string(), 'amiops-actor'),
    }),
  ),
  accounts: v.optional(
    v.nullable(
      v.array(
        v.object({
          id: v.string(),
          role: v.optional(v.string()),
          readRole: v.optional(v.string()),
          member: v.optional(v.boolean()),
        }),
      ),
    ),
  ),
  families: v.optional(
    v.nullable(
      v.record(
        v.string(),
        v.nullable(v.object({ aliases: v.optional(v.array(v.object({ parameter: v.string() }))) })),
      ),
    ),
  ),
})
type Config = v.InferOutput<typeof ConfigSchema>

export interface MemberRoleOptions {
  /** The template. */
  file: string
  /** The bot's config. */
  configFile: string
  region: string
  /** The organization that an account belongs to. */
  organizationOf: (account: string) => string | undefined
}

/** The role that a member stack makes; `gone` where the account has none. */
export type FindMemberRole = (arn: string) => Role | 'gone' | undefined

const ARN = /^arn:[^:]+:iam::(\d{12}):role\/(.+)$/

/** Outputs of the hub's stack that are the template's parameters. */
const FROM_OUTPUTS = ['FunctionRoleArns', 'RequestsRoleArn'] as const

const parametersOf = (
  config: Config,
  outputs: Readonly<Record<string, unknown>>,
  { region }: MemberRoleOptions,
): Record<string, string | string[]> => {
  const aliases = Object.values(config.families ?? {}).flatMap(family => family?.aliases ?? [])
  const names = [...new Set(aliases.map(({ parameter }) => parameter))]
  return {
    HubAccount: DEFAULT_ACCOUNT,
    HubRegion: region,
    FunctionRoleArns: String(outputs.FunctionRoleArns).split(','),
    RequestsRoleArn: String(outputs.RequestsRoleArn),
    OrganizationId: config.organization?.id ?? '',
    AliasParameterArns: names.map(name => `arn:${partitionOf(region)}:ssm:*:*:parameter${name}`),
  }
}

/** The two roles of `deploy/member.yml` in the accounts that have them: those of the organization, and those that the config says so of. */
export const createMemberRoles = (
  deployment: Deployment,
  stack: Stack,
  options: MemberRoleOptions,
): FindMemberRole => {
  // A hub that has no outputs for members has none.
  if (!existsSync(options.file) || !FROM_OUTPUTS.every(name => name in deployment.outputs))
    return () => undefined
  const hub = createHubScope(deployment, stack, options.region)
  const outputs = Object.fromEntries(
    FROM_OUTPUTS.map(name => [name, resolveTemplate(deployment.outputs[name], hub)]),
  )
  const template = v.parse(Template, parse(readFileSync(options.file, 'utf8')))
  const config = v.parse(ConfigSchema, parse(readFileSync(options.configFile, 'utf8')))
  const given = parametersOf(config, outputs, options)
  const made = new Map<string, Role>()

  const make = (id: 'ReaderRole' | 'ActorRole', account: string, name: string): Role => {
    const parameters: Readonly<Record<string, string | string[] | undefined>> = {
      ...given,
      [id === 'ReaderRole' ? 'ReaderRoleName' : 'ActorRoleName']: name,
      'AWS::AccountId': account,
      'AWS::Region': options.region,
      'AWS::Partition': partitionOf(options.region),
    }
    const scope: TemplateScope = {
      ref: one => parameters[one] ?? template.Parameters[one]?.Default,
      arnOf: () => undefined,
      holds: one => resolveTemplate(template.Conditions[one], scope) === true,
    }
    return toRole(parseRoleTemplate(template.Resources[id].Properties), account, scope)
  }

  /** Which of the two it is, and whether the account has it. */
  const identify = (account: string, name: string, arn: string) => {
    const byHand = config.accounts?.find(({ id, role }) => id === account && role !== undefined)
    if (byHand) {
      if (!byHand.member) return undefined
      return arn === byHand.role ? 'ActorRole' : arn === byHand.readRole ? 'ReaderRole' : undefined
    }
    const { organization } = config
    if (!organization || account === DEFAULT_ACCOUNT) return undefined
    const id =
      name === organization.role ? 'ActorRole' : name === organization.readRole ? 'ReaderRole' : undefined
    return id && options.organizationOf(account) !== organization.id ? 'gone' : id
  }

  return arn => {
    const [, account, name] = ARN.exec(arn) ?? []
    if (!account || !name) return undefined
    const found = identify(account, name, arn)
    if (found === undefined || found === 'gone') return found
    const role = made.get(arn) ?? make(found, account, name)
    made.set(arn, role)
    return role
  }
}
