import type { Args } from '../args.ts'
import { SISTER_TEAM, TEAM } from '../defaults.ts'
import { SlackError } from '../slack-error.ts'
import type { Workspace } from '../workspace.ts'

/** With an organization's token, some methods have to be told which workspace is meant. Everything here is in the first one.
 * @returns whether that one is meant */
export const checkTeam = ({ isOrgWide }: Workspace, args: Args): boolean => {
  const team = args.string('team_id')
  if (!isOrgWide) return true
  if (!team) throw new SlackError('missing_argument')
  if (team !== TEAM.id && team !== SISTER_TEAM.id) throw new SlackError('team_not_found')
  return team === TEAM.id
}
