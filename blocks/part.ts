import type { Button, KnownBlock, RichTextElement } from '@slack/types'
import { context, quote, richText, row, section } from './elements.ts'
import { type Message, message } from './message.ts'
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

/** Our own mrkdwn as one line: without the marks of what is bold, and a heading with what stands below it. */
const spoken = (mrkdwn: string): string =>
  mrkdwn
    .replace(/^(\S+ )?\*([^*`\n]+?):?\*\n/gm, (_all, sign = '', title) => `${sign}${title}: `)
    .replace(/(^|[\s(])\*([^*`\n]+)\*/gm, '$1$2')
    .replace(/\n(• )?/g, '; ')
    .replaceAll(': • ', ': ')

export const sectionPart = (mrkdwn: string): Part => ({ blocks: [section(mrkdwn)], words: spoken(mrkdwn) })
/** A line of a list, with its button. */
export const rowPart = (mrkdwn: string, accessory: Button): Part => ({
  blocks: [row(mrkdwn, accessory)],
  words: spoken(mrkdwn),
})
/** Small print. */
export const contextPart = (mrkdwn: string): Part => ({ blocks: [context(mrkdwn)], words: spoken(mrkdwn) })
/** Somebody's own words. */
export const quotePart = (label: string, text: string): Part => ({
  blocks: [quote(text)],
  words: `${label}: ${escapeText(text, SPOKEN)}`,
})

/** Parts as a message. With blocks present, a screen reader reads only the text, so the text has everything too. */
export const messageOf = (parts: readonly Part[], metadata?: Message['metadata']): Message =>
  message(
    parts
      .map(({ words }) => words.replace(/\.$/, ''))
      .filter(words => words !== '')
      .join('. '),
    parts.flatMap(({ blocks }) => blocks),
    metadata,
  )

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
