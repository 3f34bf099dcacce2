import { BOT, OTHER_TEAM_ID, SISTER_TEAM, TEAM } from '../defaults.ts'
import type { Channel, JsonObject } from '../types.ts'

/** Any of these lets an app see the channels of its kind. */
export const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read']

/** A channel as the methods that list channels show it. */
export const describeChannel = (channel: Channel): JsonObject => ({
  id: channel.id,
  ...(channel.imWith ? { user: channel.imWith } : { name: channel.name, name_normalized: channel.name }),
  is_channel: !channel.isPrivate && !channel.imWith,
  is_group: channel.isPrivate,
  is_im: channel.imWith !== undefined,
  is_mpim: false,
  is_private: channel.isPrivate || channel.imWith !== undefined,
  is_archived: channel.isArchived,
  is_general: false,
  is_shared: channel.isExtShared,
  is_ext_shared: channel.isExtShared,
  is_org_shared: channel.isExtShared,
  is_member: channel.members.has(BOT.user_id),
  created: channel.createdSec,
  creator: 'U0MARIA',
  context_team_id: TEAM.id,
  shared_team_ids: channel.isExtShared ? [TEAM.id, SISTER_TEAM.id, OTHER_TEAM_ID] : [TEAM.id],
  connected_team_ids: channel.isExtShared ? [OTHER_TEAM_ID] : [],
})

export const isOfType = (channel: Channel, types: readonly string[]): boolean => {
  if (channel.imWith) return types.includes('im')
  return types.includes(channel.isPrivate ? 'private_channel' : 'public_channel')
}
