import { ACTIONS, type Action } from './actions.ts'
import { clauseWords } from './clauses.ts'
import type { Config } from './config.ts'
import { EVENT_STATES, type EventState } from './event.ts'

/** What the config posts in one channel. */
export interface ChannelPosts {
  /** Events of these states, unless a rule or a family says otherwise. */
  states: readonly EventState[]
  /** The rules that name the channel, by their names or else by their conditions. */
  rules: readonly string[]
  /** The families whose events are posted here. */
  families: readonly string[]
  /** Requests for these that need an approval. */
  approvals: readonly Action[]
  /** Whose deprecation warnings are posted here: owner tags, and accounts by their alias or id. */
  warned: readonly string[]
  isAudit: boolean
  isFallback: boolean
}

/** By its id or its name: the config may have either. */
export const postsIn = (config: Config, channel: { id: string; name?: string }): ChannelPosts => {
  const isHere = (named: string | undefined): boolean =>
    named !== undefined && (named === channel.id || named === channel.name)
  const { channels, rules, families, actions, fleet, accounts } = config
  const owners = Object.entries(fleet.ownerChannels ?? {})
  return {
    states: EVENT_STATES.filter(state => isHere(channels[state] ?? channels.fallback)),
    rules: rules
      .filter(({ to, mute }) => !mute && to.some(isHere))
      .map(rule => rule.name ?? clauseWords(rule.when)),
    families: Object.keys(families).filter(name => isHere(families[name]?.channel)),
    approvals: ACTIONS.filter(action => {
      const approval = actions[action]?.approval
      return approval !== undefined && isHere(approval.channel ?? channels.fallback)
    }),
    warned: [
      ...owners.filter(([, named]) => isHere(named)).map(([owner]) => owner),
      ...accounts.filter(account => isHere(account.channel)).map(({ id, alias = id }) => alias),
    ],
    isAudit: isHere(channels.audit),
    isFallback: isHere(channels.fallback),
  }
}

/** Whether changes of images are posted in a channel. */
export const postsImages = (config: Config, channel: { id: string; name?: string }): boolean => {
  const { states, rules, families } = postsIn(config, channel)
  return states.length + rules.length + families.length > 0
}

export const isNothing = (posts: ChannelPosts): boolean =>
  [posts.states, posts.rules, posts.families, posts.approvals, posts.warned].every(of => of.length === 0) &&
  !posts.isAudit &&
  !posts.isFallback
