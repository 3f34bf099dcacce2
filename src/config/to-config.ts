import type { Action } from '../domain/actions.ts'
import type { AliasRule } from '../domain/alias.ts'
import { isCardFact } from '../domain/card-facts.ts'
import type { ActionRights, Config, Organization } from '../domain/config.ts'
import type { ConfigFile } from './schema.ts'

/** The config that flows and rules read, from the file with its faults ruled out. */
export const toConfig = (file: ConfigFile): Config => {
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
