import type { WebClient } from '@slack/web-api'
import { teamsToName } from '../../../src/domain/colleague.ts'
import type { Config } from '../../../src/domain/config.ts'
import { type Check, type Finding, ok, problem } from '../check.ts'

interface Channel {
  id?: string
  name?: string
  is_member?: boolean
  is_archived?: boolean
}

const PAGES = 20

const listChannels = async (web: WebClient, team?: string): Promise<Channel[]> => {
  const channels: Channel[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES; page++) {
    const answer = await web.conversations.list({
      types: 'public_channel,private_channel',
      limit: 200,
      // With an organization's token the call names a workspace.
      ...(team !== undefined && { team_id: team }),
      ...(cursor && { cursor }),
    })
    channels.push(...(answer.channels ?? []))
    cursor = answer.response_metadata?.next_cursor
    if (!cursor) break
  }
  return channels
}

const namedIn = ({ accounts, channels, rules, actions, families, fleet }: Config): string[] => [
  ...new Set([
    ...Object.values(channels),
    ...rules.flatMap(({ to }) => to),
    ...Object.values(actions).flatMap(action => action?.approval?.channel ?? []),
    ...Object.values(families).flatMap(({ channel }) => channel ?? []),
    ...Object.values(fleet.ownerChannels ?? {}),
    ...accounts.flatMap(({ channel }) => channel ?? []),
  ]),
]

const judge = (wanted: string, found: Channel | undefined, bot: string): Finding => {
  // A private channel is listed only if the bot is in it.
  if (!found)
    return problem(
      `#${wanted}: there is no such channel, or it is private and the bot is not in it.`,
      `Create it, correct the config, or type in it: /invite @${bot}`,
    )
  if (found.is_archived)
    return problem(`#${wanted} is archived.`, 'Unarchive it, or name another one in the config.')
  return found.is_member
    ? ok(`#${wanted}`)
    : problem(`#${wanted}: the bot is not in it.`, `Type in it: /invite @${bot}`)
}

/** The bot is in each channel that the config names. */
export const channels: Check = {
  name: 'channels',
  takes: 'a token with channels:read and groups:read',
  async run({ slack, config }) {
    const web = await slack()
    if (!web || !config) return []
    const { user = 'amiops' } = await web.auth.test()
    const teams = teamsToName(config)
    const lists = await Promise.all(
      (teams.length > 0 ? teams : [undefined]).map(team => listChannels(web, team)),
    )
    const all = lists.flat()
    return namedIn(config).map(wanted =>
      judge(
        wanted,
        all.find(({ id, name }) => id === wanted || name === wanted),
        user,
      ),
    )
  },
}
