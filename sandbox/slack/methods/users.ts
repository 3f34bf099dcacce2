import { TEAM } from '../defaults.ts'
import type { Methods } from './method.ts'
import { personById } from './places.ts'

export const userMethods: Methods = {
  'users.info': {
    scopes: ['users:read'],
    tier: 4,
    run(args, { workspace }) {
      const person = personById(workspace, args.required('user'))
      const isStranger = person.team_id !== TEAM.id
      return {
        user: {
          id: person.id,
          team_id: person.team_id,
          name: person.name,
          real_name: person.real_name,
          deleted: false,
          tz: person.tz,
          is_bot: false,
          is_app_user: false,
          ...(isStranger ? { is_stranger: true } : {}),
          profile: {
            real_name: person.real_name,
            display_name: person.name,
            display_name_normalized: person.name,
            team: person.team_id,
          },
        },
      }
    },
  },
}
