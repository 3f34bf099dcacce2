import type { Args } from './args.ts'
import { validateBlocks } from './block-kit/validate.ts'
import { charactersIn } from './block-kit/whole.ts'
import { checkMetadata } from './metadata.ts'
import { normalizeAttachments, normalizeBlocks } from './normalize.ts'
import { refusedBecause, SlackError } from './slack-error.ts'
import { isObject, isObjectList, type Json, type JsonObject } from './types.ts'

/** What a message says. A field that is absent was not given, which differs from an empty one when updating. */
export interface Content {
  text?: string
  blocks?: JsonObject[]
  attachments?: JsonObject[]
  metadata?: JsonObject
  files?: JsonObject[]
}

const MAX_ATTACHMENTS = 100
// Slack names the error but publishes no number; this one is ours.
const MAX_ATTACHMENT_BYTES = 100_000
/** Longer texts are cut when posted. */
const MAX_TEXT = 40_000

/** Reads and judges `text`, `blocks`, `attachments` and `metadata` as every posting method does. */
export const readContent = (args: Args): Content => {
  const text = args.string('text')
  const seenBlockIds = new Set<string>()
  const blocks = readBlocks(args.json('blocks', 'invalid_blocks_format'), seenBlockIds)
  const attachments = readAttachments(args.json('attachments', 'invalid_attachments'), seenBlockIds)
  const metadata = args.json('metadata', 'invalid_metadata_format')
  return {
    ...(text === undefined ? {} : { text: [...text].slice(0, MAX_TEXT).join('') }),
    ...(blocks ? { blocks } : {}),
    ...(attachments ? { attachments } : {}),
    ...(metadata === undefined ? {} : { metadata: checkMetadata(metadata) }),
  }
}

/** True when there is nothing to show: Slack calls it `no_text`. */
export const isEmpty = ({ text, blocks, attachments }: Content): boolean =>
  !text && !blocks?.length && !attachments?.length

// "12,000 text characters with a buffer for block containers", says a maintainer; tables have limits of their own.
// https://github.com/slackapi/bolt-js/issues/2509
const MAX_BLOCKS_TEXT = 12_000

/** The chat methods count all texts of a message together; a response_url does not. */
export const checkTogether = ({ blocks = [] }: Content): void => {
  const counted = blocks.filter(({ type }) => type !== 'table' && type !== 'data_table')
  if (charactersIn(counted) > MAX_BLOCKS_TEXT) throw new SlackError('msg_blocks_too_long')
}

/** The text of a notification if the app gave blocks and no text. */
export const fallbackText = (blocks: readonly JsonObject[] = []): string =>
  blocks
    .flatMap(block => [block.text, ...(Array.isArray(block.fields) ? block.fields : [])])
    .filter(isObject)
    .map(text => String(text.text))
    .join(' ')

const readBlocks = (blocks: Json | undefined, seenBlockIds: Set<string>): JsonObject[] | undefined => {
  if (blocks === undefined) return undefined
  if (!Array.isArray(blocks)) throw new SlackError('invalid_blocks_format')
  const problems = validateBlocks(blocks, 'message', '/blocks', seenBlockIds)
  if (problems.length > 0) throw refusedBecause('invalid_blocks', problems)
  return normalizeBlocks(blocks.filter(isObject))
}

const readAttachments = (
  attachments: Json | undefined,
  seenBlockIds: Set<string>,
): JsonObject[] | undefined => {
  if (attachments === undefined) return undefined
  if (!isObjectList(attachments)) throw new SlackError('invalid_attachments')
  if (attachments.length > MAX_ATTACHMENTS) throw new SlackError('too_many_attachments')
  if (Buffer.byteLength(JSON.stringify(attachments)) > MAX_ATTACHMENT_BYTES)
    throw new SlackError('attachment_payload_limit_exceeded')
  const problems = attachments.flatMap((attachment, index) =>
    attachment.blocks === undefined
      ? []
      : validateBlocks(attachment.blocks, 'message', `/attachments/${index}/blocks`, seenBlockIds),
  )
  if (problems.length > 0) throw refusedBecause('invalid_blocks', problems)
  return normalizeAttachments(attachments)
}
