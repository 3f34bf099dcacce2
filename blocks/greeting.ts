import { ACTION_RULES } from '../src/domain/actions.ts'
import { type ChannelPosts, isNothing } from '../src/domain/channel-posts.ts'
import type { EventState } from '../src/domain/event.ts'
import { commandButtons } from './command-buttons.ts'
import { actions, context, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { quoted, shorten } from './text.ts'

/** The most rules that are named; the config has all of them. */
const NAMED = 10

const orWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

const named = (what: string, names: readonly string[]): string[] => {
  if (names.length === 0) return []
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : ''
  return [
    `${what} ${names
      .slice(0, NAMED)
      .map(name => quoted(name, 120))
      .join(', ')}${more}`,
  ]
}

const HOW: Readonly<Record<EventState, string>> = {
  available: 'became available',
  failed: 'failed',
  disabled: 'were disabled',
  deregistered: 'were deregistered',
}

const linesOf = (posts: ChannelPosts): string[] => [
  ...(posts.states.length === 0
    ? []
    : [
        `images that ${orWords(posts.states.map(state => HOW[state]))}, unless a rule or a family sends them elsewhere`,
      ]),
  ...named(`images that fit the ${posts.rules.length === 1 ? 'rule' : 'rules'}`, posts.rules),
  ...named(`images of the ${posts.families.length === 1 ? 'family' : 'families'}`, posts.families),
  ...(posts.approvals.length === 0
    ? []
    : [
        `requests for approval to ${orWords(posts.approvals.map(action => ACTION_RULES[action].label.toLowerCase()))} an image`,
      ]),
  ...named('warnings of deprecation dates for', posts.warned),
  ...(posts.isAudit ? ['a line for each change and each attempt (audit)'] : []),
  ...(posts.isFallback
    ? ['what another channel does not take, and notices about amiops itself (fallback)']
    : []),
]

/**
 * Says in a channel that the bot was invited to what it will post there, and how to change it.
 *
 * @param name of the slash command
 */
export const renderGreeting = (posts: ChannelPosts, name: string, isShared: boolean): Message => {
  const lines = linesOf(posts)
  const head = isNothing(posts)
    ? '👋 amiops posts nothing here by itself: the config does not name this channel.'
    : '👋 amiops posts here:'
  const change =
    'To change it, edit channels, rules and families in amiops.config.yml, then deploy, or upload it where the config is an object in S3.'
  const shared = isShared
    ? ['⚠️ This channel is shared with another organization: its people see what is posted here.']
    : []
  const list = lines.map(line => `• ${line}`).join('\n')
  return message([head, lines.join('; '), change, ...shared].filter(Boolean).join(' '), [
    section(shorten(lines.length === 0 ? head : `${head}\n${list}`, 3000)),
    context(change, ...shared),
    actions(
      ...commandButtons(name, [
        { text: 'help', label: 'What you can ask' },
        { text: 'list', label: 'All images' },
      ]),
    ),
  ])
}
