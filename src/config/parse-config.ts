import * as v from 'valibot'
import type { Action } from '../domain/actions.ts'
import type { AliasRule } from '../domain/alias.ts'
import { isCardFact } from '../domain/card-facts.ts'
import type { ActionRights, Config, Organization } from '../domain/config.ts'
import { accountFaults } from './account-faults.ts'
import { audienceFaults } from './audience-faults.ts'
import { cleanupFaults } from './cleanup-faults.ts'
import { entryFaults } from './entry-faults.ts'
import { familyAliasFaults } from './family-alias-faults.ts'
import { familyFaults } from './family-faults.ts'
import type { Fault, PathFault } from './fault.ts'
import { organizationFaults } from './organization-faults.ts'
import { readYaml } from './read-yaml.ts'
import { referenceFaults } from './reference-faults.ts'
import { regionFaults } from './region-faults.ts'
import { ruleFaults } from './rule-faults.ts'
import { CONFIG_SCHEMA, type ConfigFile } from './schema.ts'
import { workspaceFaults } from './workspace-faults.ts'

export type ParsedConfig = { ok: true; config: Config } | { ok: false; faults: readonly Fault[] }

/**
 * Reads the text of `amiops.config.yml`.
 *
 * @returns the config, or all its faults at once, each with its line
 */
export const parseConfig = (text: string): ParsedConfig => {
  const read = readYaml(text)
  if (!read.ok) return { ok: false, faults: inOrder([...read.faults]) }
  const { value, lineOf } = read
  // One complaint for each value: what is not a number is not also too small.
  const parsed = v.safeParse(CONFIG_SCHEMA, value, { abortPipeEarly: true })
  const faults = [
    ...(parsed.issues ?? []).map(pathFaultOf),
    ...[
      entryFaults,
      ruleFaults,
      familyFaults,
      familyAliasFaults,
      audienceFaults,
      cleanupFaults,
      referenceFaults,
      accountFaults,
      organizationFaults,
      regionFaults,
      workspaceFaults,
    ].flatMap(find => find(value)),
  ].map(({ path, expected }) => ({ line: lineOf(path), path: path.join('.'), expected }))
  return parsed.success && faults.length === 0
    ? { ok: true, config: toConfig(parsed.output) }
    : { ok: false, faults: inOrder(faults) }
}

const inOrder = (faults: Fault[]): Fault[] => faults.sort((a, b) => a.line - b.line)

const pathFaultOf = (issue: v.BaseIssue<unknown>): PathFault => {
  const path = (issue.path ?? []).map(item => item.key as string | number)
  const isText = issue.type === 'string' || issue.type === 'union'
  const nothing = isText ? 'nothing: a text that starts with # or ! needs quotes' : 'nothing'
  const received = issue.received === 'null' ? nothing : issue.received
  const expected =
    issue.type === 'strict_object' && issue.expected === 'never'
      ? `no key ${JSON.stringify(path.at(-1))} here: is it misspelt?`
      : issue.type === 'strict_object'
        ? issue.received === 'undefined' && path.length > 0
          ? 'a value, got nothing'
          : 'keys with values'
        : issue.message.startsWith('Invalid')
          ? `${issue.expected ?? 'another value'}, got ${received}`
          : `${issue.message}, got ${received}`
  return { path, expected }
}

const toConfig = (file: ConfigFile): Config => {
  const {
    slack,
    channels,
    rules,
    roles,
    actions,
    families,
    audiences,
    fleet,
    notify,
    mute,
    limits,
    prices,
    accounts,
    organization,
    digest,
    card,
    stale,
    reports,
    export: exported,
    cleanup,
  } = file
  const { fallback, ...others } = channels
  const { default: price, ...byRegion } = prices.snapshotGiBMonth
  return {
    ...(slack?.workspace && { workspaceId: slack.workspace }),
    ...(slack?.workspaces && { workspaces: slack.workspaces }),
    ...(slack?.app && { appId: slack.app }),
    ...(slack?.command && { command: slack.command }),
    ...(slack?.gov && { isGovSlack: true as const }),
    channels: { ...dropUndefined(others), fallback },
    rules: rules.map(({ name, when, to, mention, always, mute, sns }) => ({
      ...(name && { name }),
      when: dropUndefined(when),
      to: to ?? [],
      mention: mention ?? [],
      ...(always && { always }),
      ...(mute && { mute: true as const }),
      ...(sns && { sns: true as const }),
    })),
    roles,
    actions: dropUndefined(
      Object.fromEntries(
        Object.entries(actions).map(([action, rights]) => [action, rights && rightsOf(rights)]),
      ),
    ),
    families: Object.fromEntries(
      Object.entries(families).map(([name, { aliases, retirement, ...rule }]) => [
        name,
        {
          ...dropUndefined(rule),
          ...(retirement && { retirement: dropUndefined(retirement) }),
          ...(aliases && { aliases: aliases.map(alias => aliasOf(alias, accounts)) }),
        },
      ]),
    ),
    audiences: Object.fromEntries(
      Object.entries(audiences).map(([name, audience]) => [name, dropUndefined(audience)]),
    ),
    fleet,
    notify,
    ...(mute && { mute }),
    limits,
    prices: { default: price, byRegion },
    accounts: accounts.map(({ member, ...account }) => ({
      ...dropUndefined(account),
      ...(member && { member }),
      regions: account.regions ?? organization?.regions ?? [],
    })),
    ...(organization && { organization: organizationOf(organization) }),
    stale,
    ...(exported && { export: exported }),
    ...(reports && {
      reports: {
        weekly: dropUndefined(reports.weekly),
        ...(reports.perOwner && { perOwner: true as const }),
      },
    }),
    ...(cleanup && {
      cleanup: {
        ...cleanup,
        rules: cleanup.rules.map(({ when, ...rule }) => ({
          ...dropUndefined(rule),
          when: dropUndefined(when),
        })),
      },
    }),
    digest,
    ...(card && { card: { facts: card.facts.filter(isCardFact) } }),
  }
}

const organizationOf = ({
  list,
  ...organization
}: NonNullable<ConfigFile['organization']>): Organization => ({
  ...organization,
  ...(list && { list: dropUndefined(list) }),
})

const rightsOf = ({
  roles,
  approval,
  breakGlass,
}: NonNullable<ConfigFile['actions'][Action]>): ActionRights => ({
  roles,
  ...(breakGlass && { breakGlass }),
  ...(approval && {
    approval: { ...dropUndefined(approval), when: approval.when.map(clauses => dropUndefined(clauses)) },
  }),
})

type AliasInFile = NonNullable<ConfigFile['families'][string]['aliases']>[number]

const aliasOf = (
  { name, parameter, in: places, approval, gates }: AliasInFile,
  accounts: ConfigFile['accounts'],
): AliasRule => ({
  name,
  parameter,
  in: places.map(place => {
    const [account = '', region = ''] = place.split('/')
    return { account: accounts.find(({ alias }) => alias === account)?.id ?? account, region }
  }),
  ...(approval && { approval: dropUndefined(approval) }),
  gates: dropUndefined(gates),
})

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

const dropUndefined = <T extends object>(from: T): Defined<T> =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as Defined<T>
