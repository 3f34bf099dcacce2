import type { Action } from './actions.ts'
import type { EventState } from './event.ts'

/** One rule of `amiops.config.yml`. Every given clause must fit. */
export interface Rule {
  when: {
    state?: readonly EventState[]
    account?: readonly string[]
    region?: readonly string[]
    name?: readonly string[]
    tags?: Readonly<Record<string, string>>
  }
  /** The channels that hear of it; the state's own channel where none is named. */
  to: readonly string[]
  mention: readonly string[]
  /** `card`: keeps a card of its own in a burst, too, as far as the channel has room. */
  always?: 'card'
  /** Told nowhere; its history is kept. */
  mute?: true
}

export interface Role {
  users: readonly string[]
  userGroups: readonly string[]
}

export interface Account {
  id: string
  alias?: string
  regions: readonly string[]
  /** The role to assume there; without one the function's own rights are used. */
  role?: string
}

/** `amiops.config.yml`, read and checked. */
export interface Config {
  workspaceId?: string
  appId?: string
  channels: Readonly<Partial<Record<EventState, string>>> & { readonly fallback: string }
  rules: readonly Rule[]
  roles: Readonly<Record<string, Role>>
  actions: Readonly<Partial<Record<Action, { roles: readonly string[] }>>>
  accounts: readonly Account[]
  /** More messages than this at once for one channel become one. */
  digest: { above: number }
}

/** The account's alias for people, or its id. */
export const accountName = (config: Pick<Config, 'accounts'>, account: string): string =>
  config.accounts.find(a => a.id === account)?.alias ?? account
