import type { Action, FamilyAction } from './actions.ts'
import type { AliasRule } from './alias.ts'
import type { CardFact } from './card-facts.ts'
import type { ApprovalClauses, Clauses } from './clauses.ts'
import type { Cleanup } from './cleanup.ts'
import type { EventState } from './event.ts'
import type { LeftAccount } from './member-list.ts'
import type { WeeklyTime } from './weekly.ts'

/** One rule of `amiops.config.yml`. */
export interface Rule {
  /** What people call it; shown beside a mention. */
  name?: string
  when: Clauses
  /** The channels of the event; the state's own channel if none is named. */
  to: readonly string[]
  mention: readonly string[]
  /** `card`: the image keeps a card of its own even in a burst, if the channel has room. */
  always?: 'card'
  /** Posted nowhere; it is still recorded in the history. */
  mute?: true
  /** Sent by e-mail where Slack does not accept it, as failures are. */
  sns?: true
}

export interface Role {
  users: readonly string[]
  userGroups: readonly string[]
}

export interface Account {
  id: string
  alias?: string
  /** The channel in which people who run instances in this account are warned of deprecation dates. */
  channel?: string
  regions: readonly string[]
  /** The role to assume there; without one the function's own rights are used. */
  role?: string
  /** The role for reading, instead of `role`; never without it. */
  readRole?: string
  /** It belongs to the organization and has its roles, by their names. */
  discovered?: true
  /** The config file names its roles, and they are those of deploy/member.yml. */
  member?: true
}

/** An organization of AWS whose accounts amiops finds by itself. */
export interface Organization {
  id: string
  /** Where the member stacks are, in each account. */
  regions: readonly string[]
  /** The name of the role that reads, in every account. */
  readRole: string
  /** The name of the role that changes images, in every account. */
  role: string
  /** How its accounts are listed; without it, an account is added by its first event. */
  list?: { role: string; units?: readonly string[] }
  /** Ids of accounts that amiops leaves alone. */
  exclude: readonly string[]
}

/** A family of images: its images fit the name pattern and the tags, as far as they are given. */
export interface FamilyRule {
  name?: readonly string[]
  tags?: Readonly<Record<string, string>>
  /** The user group that owns it. */
  owner?: string
  /** Where events of its images are posted, unless a rule says otherwise. */
  channel?: string
  /** How many days after its deprecation amiops suggests to disable an image, and to deregister it. */
  retirement?: { disableAfterDays?: number; deregisterAfterDays?: number }
  /** In order: an image is promoted to the first one first. */
  aliases?: readonly AliasRule[]
}

/** With whom images may be shared. */
export interface Audience {
  accounts: readonly string[]
  /** ARNs of organizational units. */
  ous: readonly string[]
  /** The ARN of an organization. */
  organization?: string
}

/** Reports that come by themselves. */
interface ReportRules {
  /** `channel`: the fallback channel where none is named. */
  weekly: WeeklyTime & { channel?: string }
  /** Each owner gets a report of their own families, too. */
  perOwner?: true
}

/** Who may do an action, and whether a second person must agree. */
export interface ActionRights {
  roles: readonly string[]
  approval?: {
    /** Where any of these fits; none means always. */
    when: readonly ApprovalClauses[]
    roles: readonly string[]
    /** Where the approvers are asked; the fallback channel where none is named. */
    channel?: string
    withinMinutes: number
  }
  /** Who may use the emergency override, and act without approval. */
  breakGlass?: { roles: readonly string[] }
}

/** `amiops.config.yml`, read and checked. */
export interface Config {
  workspaceId?: string
  /** Other workspaces or organisations of the same Enterprise Grid, whose people are colleagues. */
  workspaces?: readonly string[]
  appId?: string
  /** The slash command of the app, where it is not the usual one. */
  command?: string
  /** The workspace is on slack-gov.com. */
  isGovSlack?: true
  channels: Readonly<Partial<Record<EventState, string>>> & {
    readonly fallback: string
    /** Gets a line for each change and each attempt. */
    readonly audit?: string
  }
  rules: readonly Rule[]
  roles: Readonly<Record<string, Role>>
  actions: Readonly<Partial<Record<Action | FamilyAction, ActionRights>>>
  /** By name; the first that fits an image is its family. */
  families: Readonly<Record<string, FamilyRule>>
  audiences: Readonly<Record<string, Audience>>
  fleet: {
    /** Tags of an instance that say whose it is; the first that it has counts. */
    ownerTags: readonly string[]
    /** The channel in which an owner is warned of deprecation dates, by the tag's value. */
    ownerChannels?: Readonly<Record<string, string>>
  }
  /** Who gets the outcome of an approval by direct message. */
  notify: { requester: boolean; approvers: boolean }
  /** Who may mute a family or an image in a channel; nobody where it is absent. */
  mute?: { roles: readonly string[] }
  /** How many images one person may disable or deregister within an hour. */
  limits: { destructivePerHour: number }
  /** US dollars for a GiB of snapshot and month, by region. */
  prices: { default: number; byRegion: Readonly<Record<string, number>> }
  /** Those of the file, and those of the organization that are known. */
  accounts: readonly Account[]
  organization?: Organization
  /** Accounts that left the organization and that the file does not name: amiops no longer looks at them. */
  left?: readonly LeftAccount[]
  /** Images older than this, and not launched in that time, can be stale. */
  stale: { afterDays: number }
  reports?: ReportRules
  /** Who may have the audit log as a file; nobody without it. */
  export?: { roles: readonly string[] }
  /** When and by which rules amiops suggests what to clean up; absent where it does not. */
  cleanup?: Cleanup
  /** More messages than this at once for one channel become one. */
  digest: { above: number }
  /** Which facts a card shows, the first ones that an image has. */
  card?: { facts: readonly CardFact[] }
}

/** The account's alias for people, or its id. */
export const accountName = (config: Pick<Config, 'accounts'>, account: string): string =>
  config.accounts.find(a => a.id === account)?.alias ?? account

/** US dollars for a GiB of snapshot and month in a region. */
export const priceOf = ({ prices }: Pick<Config, 'prices'>, region: string): number =>
  (Object.hasOwn(prices.byRegion, region) ? prices.byRegion[region] : undefined) ?? prices.default

export const rolesNamed = (config: Pick<Config, 'roles'>, names: readonly string[]): Role[] =>
  names.flatMap(name => config.roles[name] ?? [])

/** Whether a workspace or organization is one of the config's. A payload's `enterprise` never counts. */
export const isOurWorkspace = (
  { workspaceId, workspaces = [] }: Pick<Config, 'workspaceId' | 'workspaces'>,
  id: string,
  home = workspaceId,
): boolean => id !== '' && (id === home || workspaces.includes(id))

/**
 * Whether images of this account may be changed: only those of accounts that the config names, although the function's own rights might
 * reach further. A config without accounts and organization means the function's own account.
 */
export const isOurAccount = (
  { accounts, organization }: Pick<Config, 'accounts' | 'organization'>,
  account: string,
): boolean => (accounts.length === 0 && !organization) || accounts.some(({ id }) => id === account)
