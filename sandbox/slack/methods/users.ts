import { BOT, isOfOrganization, ORGANIZATION, TEAM } from '../defaults.ts'
import type { JsonObject, Person } from '../types.ts'
import { describeChannel, isOfType, READ } from './channels.ts'
import type { Methods } from './method.ts'
import { pageOf } from './pages.ts'
import { personById } from './places.ts'
import { checkTeam } from './team.ts'

const BOT_USER: Person = {
  id: BOT.user_id,
  name: BOT.name,
  real_name: BOT.name,
  team_id: TEAM.id,
  tz: 'America/Los_Angeles',
}

const describe = (person: Person): JsonObject => ({
  id: person.id,
  team_id: person.team_id,
  name: person.name,
  real_name: person.real_name,
  deleted: false,
  tz: person.tz,
  is_bot: person.id === BOT.user_id,
  is_app_user: false,
  ...(isOfOrganization(person)
    ? {
        enterprise_user: {
          id: person.id,
          enterprise_id: ORGANIZATION.id,
          enterprise_name: ORGANIZATION.name,
          is_admin: false,
          is_owner: false,
          teams: [person.team_id],
        },
      }
    : { is_stranger: true }),
  profile: {
    real_name: person.real_name,
    display_name: person.name,
    display_name_normalized: person.name,
    team: person.team_id,
    ...(person.id === BOT.user_id ? { bot_id: BOT.bot_id, api_app_id: BOT.app_id } : {}),
  },
})

export const userMethods: Methods = {
  'users.conversations': {
    scopes: READ,
    tier: 3,
    run(args, { workspace }) {
      checkTeam(workspace, args)
      const userId = args.string('user') ?? BOT.user_id
      const types = (args.string('types') || 'public_channel').split(',')
      const hidesArchived = args.boolean('exclude_archived') ?? false
      const joined = [...workspace.channels.values()].filter(
        channel =>
          isOfType(channel, types) && channel.members.has(userId) && !(hidesArchived && channel.isArchived),
      )
      const { page, next } = pageOf(args, joined, 100)
      return { channels: page.map(describeChannel), response_metadata: { next_cursor: next } }
    },
  },
  'users.info': {
    scopes: ['users:read'],
    tier: 4,
    run(args, { workspace }) {
      const id = args.required('user')
      return { user: describe(id === BOT.user_id ? BOT_USER : personById(workspace, id)) }
    },
  },
  'users.list': {
    scopes: ['users:read'],
    tier: 2,
    run(args, { workspace }) {
      checkTeam(workspace, args)
      const { page, next } = pageOf(args, [...workspace.people.values(), BOT_USER], 1000)
      return { members: page.map(describe), response_metadata: { next_cursor: next } }
    },
  },
}
