import type { WebClient } from '@slack/web-api'

const PAGES = 10

/** A channel's id by its name. Posting takes names, reading does not: each answer to a post teaches one. */
export const createChannelIds = (teams: readonly string[]) => {
  const known = new Map<string, string>()

  const learnFrom = async (web: WebClient, channel: string, team: string | undefined): Promise<void> => {
    let cursor: string | undefined
    for (let page = 0; page < PAGES && !known.has(channel); page++) {
      const answer = await web.users.conversations({
        types: 'public_channel,private_channel',
        exclude_archived: true,
        limit: 200,
        // An organization's token says of which workspace.
        ...(team !== undefined && { team_id: team }),
        ...(cursor && { cursor }),
      })
      for (const { id, name } of answer.channels ?? []) if (id && name) known.set(name, id)
      cursor = answer.response_metadata?.next_cursor
      if (!cursor) break
    }
  }

  return {
    learn: (channel: string, channelId: string): void => void known.set(channel, channelId),
    /** @returns undefined for a channel that the bot is not in */
    async read(web: WebClient, channel: string): Promise<string | undefined> {
      if (/^[CDG][A-Z0-9]{2,}$/.test(channel)) return channel
      for (const team of teams.length > 0 ? teams : [undefined]) await learnFrom(web, channel, team)
      return known.get(channel)
    },
  }
}
