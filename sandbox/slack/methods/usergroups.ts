import { TEAM } from '../defaults.ts'
import { SlackError } from '../slack-error.ts'
import type { Methods, World } from './method.ts'
import { checkTeam } from './team.ts'

const paidGroups = ({ workspace }: World) => {
  if (workspace.plan === 'free') throw new SlackError('plan_upgrade_required')
  return workspace.userGroups
}

export const userGroupMethods: Methods = {
  'usergroups.list': {
    scopes: ['usergroups:read'],
    tier: 2,
    run: (args, world) => ({
      usergroups: [...(checkTeam(world.workspace, args) ? paidGroups(world).values() : [])].map(group => ({
        id: group.id,
        team_id: TEAM.id,
        is_usergroup: true,
        name: group.name,
        description: '',
        handle: group.handle,
        is_external: false,
        date_delete: 0,
        ...(args.boolean('include_users') ? { users: [...group.users] } : {}),
        ...(args.boolean('include_count') ? { user_count: group.users.length } : {}),
      })),
    }),
  },
  'usergroups.users.list': {
    scopes: ['usergroups:read'],
    tier: 2,
    run(args, world) {
      const isHere = checkTeam(world.workspace, args)
      const group = paidGroups(world).get(args.required('usergroup'))
      if (!group || !isHere) throw new SlackError('no_such_subteam')
      return { users: [...group.users] }
    },
  },
}
