import { BOT, ORGANIZATION, TEAM } from '../defaults.ts'
import { SlackError } from '../slack-error.ts'
import type { Methods } from './method.ts'

export const authMethods: Methods = {
  'auth.test': {
    scopes: [],
    tier: 'auth.test',
    run: (_args, { workspace }) => ({
      url: `https://${TEAM.domain}.${workspace.domain}/`,
      team: workspace.isOrgWide ? ORGANIZATION.name : TEAM.name,
      user: BOT.name,
      team_id: workspace.isOrgWide ? ORGANIZATION.id : TEAM.id,
      enterprise_id: ORGANIZATION.id,
      user_id: BOT.user_id,
      bot_id: BOT.bot_id,
      app_id: BOT.app_id,
      is_enterprise_install: workspace.isOrgWide,
    }),
  },
  'api.test': {
    scopes: [],
    tier: 'none',
    run(args) {
      const error = args.string('error')
      if (error) throw new SlackError(error)
      const foo = args.string('foo')
      return foo === undefined ? {} : { args: { foo } }
    },
  },
}
