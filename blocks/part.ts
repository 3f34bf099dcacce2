import type { KnownBlock, RichTextElement } from '@slack/types'
import { richText } from './elements.ts'
import { escapeText } from './text.ts'
import { utcWords } from './words.ts'

/** A part of a message: as a block, and the same in words. Parts in a row keep both in the same order. */
export interface Part {
  blocks: readonly KnownBlock[]
  /** For screen readers and notifications; escaped. */
  words: string
}

const wordsOf = (element: RichTextElement): string =>
  element.type === 'text' || element.type === 'link'
    ? (element.text ?? '')
    : element.type === 'date'
      ? (element.fallback ?? '')
      : ''

const SPOKEN = 1_000

/** Text that Slack never parses. */
export const richPart = (...elements: readonly RichTextElement[]): Part => ({
  blocks: [richText(...elements)],
  words: escapeText(elements.map(wordsOf).join(''), SPOKEN),
})

export const bold = (text: string): RichTextElement => ({ type: 'text', text, style: { bold: true } })
export const plainText = (text: string): RichTextElement => ({ type: 'text', text })
/** Text that people copy. */
export const codeText = (text: string): RichTextElement => ({ type: 'text', text, style: { code: true } })

/** "3 days ago", kept current by Slack. */
export const agoText = (ms: number): RichTextElement => ({
  type: 'date',
  timestamp: Math.floor(ms / 1000),
  format: '{ago}',
  fallback: utcWords(ms),
})
