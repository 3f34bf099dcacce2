import type { WebClient } from '@slack/web-api'
import { type Check, type Finding, note, ok, problem } from '../check.ts'

const FREE = 'The workspace is on a free plan, which has no user groups: nobody is in a role by one.'

const judge = async (web: WebClient, group: string): Promise<Finding> => {
  try {
    const { users = [] } = await web.usergroups.users.list({ usergroup: group })
    return users.length > 0
      ? ok(`${group} has ${users.length} member${users.length === 1 ? '' : 's'}.`)
      : note(`${group} is empty: nobody is in a role by it.`)
  } catch (error) {
    const code = (error as { data?: { error?: string } }).data?.error
    if (code === undefined) throw error
    if (/plan_upgrade_required|paid_teams_only/.test(code))
      return problem(`${group}: ${FREE}`, 'Name users (U…) in its place.')
    return problem(`${group} cannot be read: ${code}.`, 'Correct it under roles, then deploy.')
  }
}

/** The user groups of the roles can be read: where one cannot, nobody has a right by it. */
export const userGroups: Check = {
  name: 'user groups',
  takes: 'a token with usergroups:read',
  async run({ slack, config }) {
    const web = await slack()
    if (!web || !config) return []
    const groups = new Set(Object.values(config.roles).flatMap(({ userGroups }) => userGroups))
    const findings: Finding[] = []
    for (const group of groups) findings.push(await judge(web, group))
    return findings
  },
}
