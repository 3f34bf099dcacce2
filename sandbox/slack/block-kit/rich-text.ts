import { boolean, byType, type Check, integer, list, object, oneOf, pattern, string, url } from './check.ts'
import { blockId } from './composition.ts'

/** Rich text: Slack never parses its text, so words from outside are safe in it.
 * https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
const MANY = 1000

const flags = {
  'bold?': boolean,
  'italic?': boolean,
  'strike?': boolean,
  'code?': boolean,
  'underline?': boolean,
}
const mentionFlags = { ...flags, 'highlight?': boolean, 'client_highlight?': boolean, 'unlink?': boolean }
const styled = { 'style?': object(flags) }
const styledMention = { 'style?': object(mentionFlags) }

const part = (type: string, fields: Readonly<Record<string, Check>>): Check =>
  object({ type: oneOf(type), ...fields })
const id = string(255, 1)

const inline = byType({
  text: part('text', { text: string(Number.POSITIVE_INFINITY, 1), ...styled }),
  link: part('link', { url: url(), 'text?': string(), 'unsafe?': boolean, ...styled }),
  emoji: part('emoji', { name: id, 'unicode?': string(), 'skin_tone?': integer(1, 6), ...styled }),
  user: part('user', { user_id: id, ...styledMention }),
  usergroup: part('usergroup', { usergroup_id: id, ...styledMention }),
  channel: part('channel', { channel_id: id, ...styledMention }),
  team: part('team', { team_id: id, ...styled }),
  broadcast: part('broadcast', { range: oneOf('here', 'channel', 'everyone'), ...styled }),
  color: part('color', { value: pattern(/^#[0-9a-f]{6}$/i, 'must be a valid hex color'), ...styled }),
  date: part('date', {
    timestamp: integer(0, Number.MAX_SAFE_INTEGER),
    format: string(255, 1),
    'url?': url(),
    'fallback?': string(),
    ...styled,
  }),
})

const border = { 'border?': oneOf(0, 1) }
const inlines = list(inline, MANY, 0)
const section = part('rich_text_section', { elements: inlines })

export const richTextBlock = object({
  type: oneOf('rich_text'),
  'block_id?': blockId,
  elements: list(
    byType({
      rich_text_section: section,
      rich_text_list: part('rich_text_list', {
        style: oneOf('bullet', 'ordered'),
        elements: list(byType({ rich_text_section: section }), MANY, 0),
        'indent?': integer(0, 8),
        'offset?': integer(0, MANY),
        ...border,
      }),
      rich_text_preformatted: part('rich_text_preformatted', {
        elements: inlines,
        'language?': string(255),
        ...border,
      }),
      rich_text_quote: part('rich_text_quote', { elements: inlines, ...border }),
    }),
    MANY,
  ),
})
