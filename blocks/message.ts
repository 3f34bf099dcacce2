import type { KnownBlock } from '@slack/types'
import { ImpossibleBlock } from './limits.ts'
import { shorten } from './text.ts'

/** What is posted: the blocks, and all of them in words for screen readers, phones and notifications. */
export interface Message {
  text: string
  blocks: readonly KnownBlock[]
  /** Finds a post in doubt again. Readable by every app of the workspace, so only keys. */
  metadata?: { event_type: string; event_payload: Record<string, string> }
}

/** chat.update refuses more: https://docs.slack.dev/reference/methods/chat.update */
const MAX_TEXT = 4000
const MAX_BLOCKS = 50

/** Never cut inside of a mention, a time or an escaped sign, which Slack would show as they are. */
const cut = (text: string): string => shorten(text, MAX_TEXT).replace(/(?:<[^<>]*|&[a-z]*)…$/, '…')

export const message = (
  text: string,
  blocks: readonly KnownBlock[],
  metadata?: Message['metadata'],
): Message => {
  if (text.trim() === '')
    throw new ImpossibleBlock('Expected a message to say something in its text, got nothing.')
  if (blocks.length > MAX_BLOCKS)
    throw new ImpossibleBlock(
      `Expected a message to have at most ${MAX_BLOCKS} blocks, got ${blocks.length}.`,
    )
  return { text: cut(text), blocks, ...(metadata && { metadata }) }
}
