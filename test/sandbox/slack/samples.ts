import type { JsonObject } from '../../../sandbox/slack/types.ts'
import type { RunningSlack } from './start-slack.ts'

/** The smallest blocks that Slack takes, each with room for one more field. */

export type Surface = 'message' | 'modal' | 'home'

export const x = (length: number) => 'x'.repeat(length)
export const plain = (text: string): JsonObject => ({ type: 'plain_text', text })
export const mrkdwn = (text: string): JsonObject => ({ type: 'mrkdwn', text })
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))
export const option = (index: number, more: JsonObject = {}): JsonObject => ({
  text: plain(`Option ${index}`),
  value: `value-${index}`,
  ...more,
})
export const section = (more: JsonObject = {}): JsonObject => ({
  type: 'section',
  text: mrkdwn('text'),
  ...more,
})
export const actions = (...elements: JsonObject[]): JsonObject => ({ type: 'actions', elements })
export const button = (more: JsonObject = {}): JsonObject => ({ type: 'button', text: plain('Go'), ...more })
export const menu = (more: JsonObject = {}): JsonObject => ({
  type: 'static_select',
  options: [option(1)],
  ...more,
})
export const confirm = (more: JsonObject = {}): JsonObject =>
  button({ confirm: { text: plain('Sure?'), ...more } })
export const input = (more: JsonObject = {}): JsonObject => ({
  type: 'input',
  label: plain('Label'),
  element: { type: 'plain_text_input' },
  ...more,
})
export const image = (more: JsonObject = {}): JsonObject => ({
  type: 'image',
  alt_text: 'alt',
  image_url: 'https://example.com/a.png',
  ...more,
})
export const video = (more: JsonObject = {}): JsonObject => ({
  type: 'video',
  alt_text: 'alt',
  title: plain('title'),
  video_url: 'https://example.com/v',
  thumbnail_url: 'https://example.com/t.png',
  ...more,
})
export const richText = (text: string): JsonObject => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
})
export const card = (more: JsonObject = {}): JsonObject => ({ type: 'card', title: mrkdwn('title'), ...more })
export const container = (more: JsonObject = {}): JsonObject => ({
  type: 'container',
  title: plain('title'),
  child_blocks: [{ type: 'divider' }],
  ...more,
})
export const cell = (text = 'x'): JsonObject => ({ type: 'raw_text', text })
export const table = (rows: JsonObject[][], more: JsonObject = {}): JsonObject => ({
  type: 'table',
  rows,
  ...more,
})
export const dataTable = (rows: JsonObject[][], more: JsonObject = {}): JsonObject => ({
  type: 'data_table',
  caption: 'caption',
  rows,
  ...more,
})
export const url = (length: number) => `https://example.com/${x(length - 20)}`

export const viewOf = (type: Surface, blocks: JsonObject[], more: JsonObject = {}): JsonObject => ({
  type,
  blocks,
  ...(type === 'modal' ? { title: plain('Title'), submit: plain('Go') } : {}),
  ...more,
})

/** Puts blocks onto a surface as the bot would, through the real client. */
export const createShow =
  (running: () => RunningSlack) =>
  async (surface: Surface, blocks: JsonObject[], more: JsonObject = {}) => {
    const world = running()
    if (surface === 'message')
      return world.client.apiCall('chat.postMessage', { channel: 'C0READY', text: 'x', blocks, ...more })
    const view = viewOf(surface, blocks, more)
    if (surface === 'home') return world.client.apiCall('views.publish', { user_id: 'U0MARIA', view })
    await world.post('/people/maria/command', { channel: 'C0READY', command: '/ami' })
    return world.client.apiCall('views.open', { trigger_id: world.received.at(-1)?.body.trigger_id, view })
  }
