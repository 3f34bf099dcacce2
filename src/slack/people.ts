import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import type { MembersAnswer } from '../domain/authorise.ts'
import type { PersonAnswer } from '../domain/colleague.ts'
import { errorName } from '../domain/error-name.ts'
import type { Log } from '../ports.ts'
import { deliveryOf } from './delivery.ts'

type Unread = Extract<PersonAnswer, { known: false }>

const unreadOf = (error: unknown): Unread => {
  const delivery = error instanceof WebAPIRateLimitedError ? deliveryOf(error) : undefined
  if (delivery?.kind === 'busy')
    return { known: false, reason: 'ratelimited', retryAfterSec: delivery.retryAfterSec }
  if (error instanceof WebAPIPlatformError) return { known: false, reason: error.data.error }
  return { known: false, reason: errorName(error) }
}

/** Whose organization a person is of. https://docs.slack.dev/reference/objects/user-object */
export const readPerson = async (
  connect: () => Promise<WebClient>,
  userId: string,
): Promise<PersonAnswer> => {
  try {
    const { user } = await (await connect()).users.info({ user: userId })
    const organizationId = user?.enterprise_user?.enterprise_id
    return {
      known: true,
      ...(user?.team_id && { workspaceId: user.team_id }),
      ...(organizationId && { organizationId }),
      // A person whom Slack does not describe counts as a stranger.
      isStranger: user === undefined || user.is_stranger === true,
      isDeactivated: user?.deleted === true,
    }
  } catch (error) {
    return unreadOf(error)
  }
}

/**
 * Who is in a user group. With an organization's token, the call has to name the group's workspace: each of `teams` is tried until one
 * has it. https://docs.slack.dev/reference/methods/usergroups.users.list
 *
 * @param teams empty for a token of one workspace
 */
export const readMembers = async (
  connect: () => Promise<WebClient>,
  userGroup: string,
  teams: readonly string[],
  log: Log,
): Promise<MembersAnswer> => {
  let last: Unread = { known: false, reason: 'no_such_subteam' }
  for (const team of teams.length > 0 ? teams : [undefined]) {
    try {
      const web = await connect()
      const answer = await web.usergroups.users.list({
        usergroup: userGroup,
        ...(team !== undefined && { team_id: team }),
      })
      return { known: true, userIds: answer.users ?? [] }
    } catch (error) {
      last = unreadOf(error)
      if (last.reason !== 'no_such_subteam') break
    }
  }
  if (last.retryAfterSec === undefined)
    log.warn('Slack did not tell who is in a user group; it gives no right until it does.', {
      userGroup,
      reason: last.reason,
    })
  return last
}

/**
 * What people call the user groups, for files: in a message Slack shows the handle of a mention. Of an organization's token each of its
 * workspaces is asked. https://docs.slack.dev/reference/methods/usergroups.list
 *
 * @param teams none for a token of one workspace
 * @returns by id, without `@`; what Slack does not tell is not in it
 */
export const readGroupHandles = async (
  connect: () => Promise<WebClient>,
  teams: readonly string[],
  log: Log,
): Promise<ReadonlyMap<string, string>> => {
  const handles = new Map<string, string>()
  for (const team of teams.length > 0 ? teams : [undefined]) {
    try {
      const web = await connect()
      const { usergroups = [] } = await web.usergroups.list({
        include_disabled: true,
        ...(team !== undefined && { team_id: team }),
      })
      for (const { id, handle } of usergroups) if (id && handle) handles.set(id, handle)
    } catch (error) {
      log.warn('Slack did not tell the handles of the user groups.', { reason: unreadOf(error).reason })
    }
  }
  return handles
}
