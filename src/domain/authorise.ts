import type { Action } from './actions.ts'
import type { Config, Role } from './config.ts'
import type { Person } from './request.ts'

/** The members of a user group, or why Slack would not tell: then the group gives no right to anybody. */
export type Members = { known: true; userIds: readonly string[] } | { known: false; reason: string }

export type Right =
  | { allowed: true; role: string }
  | {
      allowed: false
      why: 'foreign-workspace' | 'no-such-right' | 'not-in-role'
      /** Who may. */
      roles: readonly Role[]
      /** The user groups that could not be read, which fail closed. */
      unread: readonly string[]
    }

/** The user groups whose members must be known before `decideRight` can tell. */
export const groupsToRead = (config: Config, action: Action): string[] => [
  ...new Set((config.actions[action]?.roles ?? []).flatMap(name => config.roles[name]?.userGroups ?? [])),
]

/**
 * Decides whether a person may carry out an action. Closed by default: an action without roles, an unknown role,
 * an unread group and a person from another workspace all mean no.
 *
 * @param workspaceId the workspace that the bot serves
 */
export const decideRight = (
  config: Config,
  action: Action,
  person: Person,
  workspaceId: string,
  membersOf: (userGroup: string) => Members,
): Right => {
  const names = config.actions[action]?.roles ?? []
  const roles = names.flatMap(name => config.roles[name] ?? [])
  const unread = groupsToRead(config, action).filter(group => !membersOf(group).known)
  if (person.workspaceId !== workspaceId) return { allowed: false, why: 'foreign-workspace', roles, unread }
  if (roles.length === 0) return { allowed: false, why: 'no-such-right', roles, unread }
  const holds = (role: Role): boolean =>
    role.users.includes(person.userId) ||
    role.userGroups.some(group => {
      const members = membersOf(group)
      return members.known && members.userIds.includes(person.userId)
    })
  const held = names.find(name => {
    const role = config.roles[name]
    return role !== undefined && holds(role)
  })
  return held === undefined
    ? { allowed: false, why: 'not-in-role', roles, unread }
    : { allowed: true, role: held }
}
