import { randomBytes } from 'node:crypto'
import { INTERACTIVE } from './block-kit/elements.ts'
import { isObject, type Json, type JsonObject } from './types.ts'

/** Blocks as Slack stores them: every id filled in, every text object with its default flag. */
export const normalizeBlocks = (blocks: readonly JsonObject[]): JsonObject[] =>
  blocks.map(block => ({ block_id: randomId(), ...completed(block) }))

/** Attachments numbered from 1, their blocks normalized too. */
export const normalizeAttachments = (attachments: readonly JsonObject[]): JsonObject[] =>
  attachments.map((attachment, index) => ({
    id: index + 1,
    fallback: '[no preview available]',
    ...attachment,
    ...(Array.isArray(attachment.blocks)
      ? { blocks: normalizeBlocks(attachment.blocks.filter(isObject)) }
      : {}),
  }))

/** Slack's own generated ids are five characters long. */
const randomId = () => randomBytes(4).toString('base64url').slice(0, 5)

const completed = (value: JsonObject): JsonObject => ({
  ...Object.fromEntries(Object.entries(value).map(([name, field]) => [name, deeply(field, name)])),
  ...missingFields(value),
})

const missingFields = ({ type, emoji, verbatim, action_id }: JsonObject): JsonObject => {
  if (type === 'plain_text') return { emoji: emoji ?? true }
  if (type === 'mrkdwn') return { verbatim: verbatim ?? false }
  if (typeof type === 'string' && INTERACTIVE.has(type)) return { action_id: action_id ?? randomId() }
  return {}
}

/** Blocks inside blocks are blocks too: those of a container, and the cards of a carousel. */
const isInnerBlock = (value: JsonObject, name: string): boolean =>
  name === 'child_blocks' || value.type === 'card'

const deeply = (value: Json, name: string): Json => {
  if (Array.isArray(value)) return value.map(entry => deeply(entry, name))
  if (!isObject(value)) return value
  return isInnerBlock(value, name) ? { block_id: randomId(), ...completed(value) } : completed(value)
}
