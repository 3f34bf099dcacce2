import type { Action, FamilyAction } from './actions.ts'
import { type Config, isOurWorkspace, type Role } from './config.ts'
import type { Person } from './request.ts'

interface Unread {
  known: false
  reason: string
  /** Slack only asked to wait. */
  retryAfterSec?: number
}

/** What Slack answers when it is asked who is in a user group. */
export type MembersAnswer = { known: true; userIds: readonly string[] } | Unread

/** The members of a user group, or why Slack did not list them: then the group gives nobody a permission. */
export type Members = ({ known: true } & Membership) | Unread

/** Who was in a user group, and when Slack was asked. */
export interface Membership {
  userIds: readonly string[]
  readAtMs: number
}

export type Right =
  /** `asOfMs`: when the oldest of the memberships was read; absent if the config alone decides. */
  | { allowed: true; role: string; asOfMs?: number }
  | {
      allowed: false
      why: 'foreign-workspace' | 'no-such-right' | 'not-in-role'
      /** Who may: the roles and, as the config calls them, their names. */
      roles: readonly Role[]
      names: readonly string[]
      /** The user groups that could not be read, which fail closed. */
      unread: readonly string[]
    }

export type Allowed = Extract<Right, { allowed: true }>
export type NotAllowed = Extract<Right, { allowed: false }>

const WHY_WORDS = {
  'foreign-workspace': 'external user',
  'no-such-right': 'no role has it',
  'not-in-role': 'not in a role that has it',
} as const

/** Why somebody has no right, for the history. */
export const noRightWords = ({ why, unread }: NotAllowed): string =>
  `no permission: ${WHY_WORDS[why]}${unread.length > 0 ? ` (Slack did not say who is in ${unread.join(', ')})` : ''}`

/** The user groups whose members must be known to decide who has any of these roles. */
export const groupsToRead = (config: Config, roleNames: readonly string[]): string[] => [
  ...new Set(roleNames.flatMap(name => config.roles[name]?.userGroups ?? [])),
]

/** Everybody who is known to hold a role. */
export const membersHold = (role: Role, membersOf: (userGroup: string) => MembersAnswer): string[] => [
  ...role.users,
  ...role.userGroups.flatMap(group => {
    const members = membersOf(group)
    return members.known ? members.userIds : []
  }),
]

/** The roles that may do an action. */
export const rolesFor = (config: Config, action: Action | FamilyAction): readonly string[] =>
  config.actions[action]?.roles ?? []

/**
 * Decides whether a person holds one of the roles. Closed by default: no roles, an unknown role, an unread group and a
 * person from a workspace that the config does not list all mean no.
 *
 * @param names the roles of which one is needed
 * @param workspaceId the workspace that the bot serves
 */
export const decideRight = (
  config: Config,
  names: readonly string[],
  person: Person,
  workspaceId: string,
  membersOf: (userGroup: string) => Members,
): Right => {
  const roles = names.flatMap(name => config.roles[name] ?? [])
  const groups = groupsToRead(config, names)
  const unread = groups.filter(group => !membersOf(group).known)
  const readAtMs = groups.map(membersOf).flatMap(members => (members.known ? [members.readAtMs] : []))
  if (!isOurWorkspace(config, person.workspaceId, workspaceId))
    return { allowed: false, why: 'foreign-workspace', roles, names, unread }
  if (roles.length === 0) return { allowed: false, why: 'no-such-right', roles, names, unread }
  const held = names.find(name => {
    const role = config.roles[name]
    return role !== undefined && membersHold(role, membersOf).includes(person.userId)
  })
  return held === undefined
    ? { allowed: false, why: 'not-in-role', roles, names, unread }
    : { allowed: true, role: held, ...(readAtMs.length > 0 && { asOfMs: Math.min(...readAtMs) }) }
}

/** The oldest that a right may be when it decides something. */
const DECIDES_FOR_MS = 15_000

/** Whether a right that was read a moment ago may still decide. */
export const isStillFresh = ({ asOfMs = Number.POSITIVE_INFINITY }: Allowed, nowMs: number): boolean =>
  nowMs - asOfMs <= DECIDES_FOR_MS
