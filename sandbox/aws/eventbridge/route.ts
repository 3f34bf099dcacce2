import { createHash } from 'node:crypto'
import type { Envelope } from '../envelope.ts'
import { matchesPattern } from './matches.ts'

/** A rule whose targets are queues. */
export interface Rule {
  name: string
  /** Of a bus of its own; else it is one of the default bus. */
  bus?: string
  enabled: boolean
  pattern: Readonly<Record<string, unknown>>
  targetQueueNames: readonly string[]
  /** The message group of what it puts into the queues. */
  groupId?: string
}

/** A rule of the member template, which each other account and region has. */
interface MemberRule {
  name: string
  enabled: boolean
  pattern: Readonly<Record<string, unknown>>
  /** In the hub's region the messages have the account as their group. */
  groupsByAccount: boolean
}

/** The member stacks of all accounts and regions but the hub's own. */
export interface Members {
  hub: { account: string; region: string }
  rules: readonly MemberRule[]
  /** The hub's queue of events: the target in the hub's region. */
  queueName: string
}

export interface Target {
  queueName: string
  groupId?: string
  /** Set where EventBridge sends by a role of the event's account. */
  senderId?: string
}

const targetsOf = ({ targetQueueNames, groupId }: Rule): Target[] =>
  targetQueueNames.map(queueName => ({ queueName, ...(groupId !== undefined && { groupId }) }))

/** As SQS names a role that sends: its unique id and the name of its session. */
const senderIdOf = (account: string): string => {
  const hash = createHash('sha256').update(account).digest('hex')
  return `AROA${hash.slice(0, 17).toUpperCase()}:${hash.slice(17, 49)}`
}

/**
 * Where an event goes: by the hub's rules, or by those of a member stack: into the hub's queue in the hub's region, from another
 * one over the hub's bus. Without members, the hub's rules see the events of all accounts and regions.
 */
export const routeEvent = (
  envelope: Envelope,
  rules: readonly Rule[],
  members: Members | undefined,
): Target[] => {
  const fitting = <Kind extends Pick<Rule, 'enabled' | 'pattern'>>(list: readonly Kind[]): Kind[] =>
    list.filter(rule => rule.enabled && matchesPattern(envelope, rule.pattern))
  const { account, region } = envelope
  const { hub } = members ?? {}
  if (!members || (account === hub?.account && region === hub.region))
    return fitting(rules.filter(({ bus }) => bus === undefined)).flatMap(targetsOf)
  const own = fitting(members.rules)
  if (region === hub?.region)
    return own.map(({ groupsByAccount }) => ({
      queueName: members.queueName,
      senderId: senderIdOf(account),
      ...(groupsByAccount && { groupId: account }),
    }))
  return own.flatMap(() => fitting(rules.filter(({ bus }) => bus !== undefined)).flatMap(targetsOf))
}
