import { BOT } from '../defaults.ts'
import { SlackError } from '../slack-error.ts'
import type { Methods } from './method.ts'
import { channelById, messageAt } from './places.ts'

export const reactionMethods: Methods = {
  'reactions.add': {
    scopes: ['reactions:write'],
    tier: 3,
    run(args, { workspace }) {
      const name = args.required('name').replace(/^:|:$/g, '')
      if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new SlackError('invalid_name')
      const channel = channelById(workspace, args.required('channel'))
      if (channel.isArchived) throw new SlackError('is_archived')
      const message = messageAt(channel, args.required('timestamp'))
      const reactions = message.reactions ?? []
      const reaction = reactions.find(other => other.name === name)
      if (reaction?.users.includes(BOT.user_id)) throw new SlackError('already_reacted')
      if (reaction) {
        reaction.users.push(BOT.user_id)
        reaction.count += 1
      } else {
        message.reactions = [...reactions, { name, users: [BOT.user_id], count: 1 }]
      }
      workspace.channelChanged(channel)
      return {}
    },
  },
}
