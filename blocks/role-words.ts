import type { Role } from '../src/domain/config.ts'
import { escapeText } from './text.ts'
import { personWords } from './words.ts'

export const groupWords = (group: string): string =>
  /^S[A-Z0-9]+$/.test(group) ? `<!subteam^${group}>` : escapeText(group, 80)

/** Who holds these roles, in Slack's own syntax: only for messages that notify nobody, or are meant to notify them. */
export const roleWords = (roles: readonly Role[]): string =>
  [...new Set(roles.flatMap(role => [...role.userGroups.map(groupWords), ...role.users.map(userWords)]))]
    .slice(0, 20)
    .join(', ')

const userWords = (userId: string): string => personWords({ userId, workspaceId: '' }, 'mention')
