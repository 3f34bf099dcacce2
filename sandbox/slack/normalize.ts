import { randomBytes } from 'node:crypto'
import { isObject, type Json, type JsonObject } from './types.ts'

/** Blocks as Slack stores them: every id filled in, every text object with its default flag. */
export const normalizeBlocks = (blocks: readonly JsonObject[]): JsonObject[] =>
  blocks.map(block => ({ ...withDefaults(block), block_id: block.block_id ?? randomId() }))

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

const PASSIVE = new Set(['image', 'plain_text', 'mrkdwn', 'url'])
const HOLDS_ELEMENTS = ['elements', 'accessory', 'element', 'actions'] as const

const withDefaults = (value: JsonObject): JsonObject => {
  const copy: JsonObject = {}
  for (const [name, field] of Object.entries(value)) {
    const holdsElements = value.type !== 'rich_text' && HOLDS_ELEMENTS.some(holder => holder === name)
    copy[name] = deepDefaults(field, holdsElements)
  }
  if (copy.type === 'plain_text') copy.emoji ??= true
  if (copy.type === 'mrkdwn') copy.verbatim ??= false
  return copy
}

const deepDefaults = (value: Json, isElement: boolean): Json => {
  if (Array.isArray(value)) return value.map(entry => deepDefaults(entry, isElement))
  if (!isObject(value)) return value
  const copy = withDefaults(value)
  const isInteractive = isElement && typeof copy.type === 'string' && !PASSIVE.has(copy.type)
  if (isInteractive && copy.type !== 'card' && !String(copy.type).startsWith('rich_text_'))
    copy.action_id ??= randomId()
  return copy
}
