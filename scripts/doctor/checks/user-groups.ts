import type { WebClient } from '@slack/web-api'
import { teamsToName } from '../../../src/domain/colleague.ts'
import type { Config } from '../../../src/domain/config.ts'
import { type Check, type Finding, note, ok, problem } from '../check.ts'

const FREE = 'The workspace is on a free plan, which has no user groups: nobody is in a role by one.'

/** Where the config names a user group. */
type Named = 'roles' | 'families'

const EMPTY: Readonly<Record<Named, string>> = {
  roles: 'nobody is in a role by it',
  families: 'the families that it owns have nobody',
}

const namedIn = ({ roles, families }: Config): Map<string, Named> =>
  new Map([
    ...Object.values(families).flatMap(({ owner }) => (owner ? [[owner, 'families'] as const] : [])),
    ...Object.values(roles).flatMap(role => role.userGroups.map(group => [group, 'roles'] as const)),
  ])

/** An organization's token asks one workspace after another. */
const membersOf = async (
  web: WebClient,
  usergroup: string,
  [team, ...others]: readonly string[],
): Promise<string[]> => {
  try {
    const { users = [] } = await web.usergroups.users.list({
      usergroup,
      ...(team !== undefined && { team_id: team }),
    })
    return users
  } catch (error) {
    const isElsewhere = (error as { data?: { error?: string } }).data?.error === 'no_such_subteam'
    if (isElsewhere && others.length > 0) return membersOf(web, usergroup, others)
    throw error
  }
}

const judge = async (
  web: WebClient,
  group: string,
  where: Named,
  teams: readonly string[],
): Promise<Finding> => {
  try {
    const users = await membersOf(web, group, teams)
    return users.length > 0
      ? ok(`${group} has ${users.length} member${users.length === 1 ? '' : 's'}.`)
      : note(`${group} is empty: ${EMPTY[where]}.`)
  } catch (error) {
    const code = (error as { data?: { error?: string } }).data?.error
    if (code === undefined) throw error
    if (/plan_upgrade_required|paid_teams_only/.test(code))
      return problem(
        `${group}: ${FREE}`,
        where === 'roles' ? 'Name users (U…) in its place.' : 'Take it out of families.',
      )
    return problem(`${group} cannot be read: ${code}.`, `Correct it under ${where}, then deploy.`)
  }
}

/** The user groups of roles and families can be read: where one of a role cannot, nobody has a right by it. */
export const userGroups: Check = {
  name: 'user groups',
  takes: 'a token with usergroups:read',
  async run({ slack, config }) {
    const web = await slack()
    if (!web || !config) return []
    const findings: Finding[] = []
    for (const [group, where] of namedIn(config))
      findings.push(await judge(web, group, where, teamsToName(config)))
    return findings
  },
}
