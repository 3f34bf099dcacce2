import type { MrkdwnElement, PlainTextElement } from '@slack/types'

/** Thrown where Slack would refuse a message: a bug of amiops, found before it is sent. */
export class ImpossibleBlock extends Error {
  override name = 'ImpossibleBlock'
}

/** Refuses a text that is empty or longer than Slack takes. */
export const within = (what: string, text: string, max: number): string => {
  if (text.length < 1 || text.length > max)
    throw new ImpossibleBlock(`Expected ${what} to have 1 to ${max} characters, got ${text.length}.`)
  return text
}

/** Refuses a list that is empty or longer than Slack takes. */
export const count = <T>(what: string, items: readonly T[], max: number): T[] => {
  if (items.length < 1 || items.length > max)
    throw new ImpossibleBlock(`Expected ${what} to hold 1 to ${max}, got ${items.length}.`)
  return [...items]
}

export const plain = (what: string, text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: within(what, text, max),
  emoji: false,
})

/** `verbatim`: Slack must not find links or channels in it by itself. */
export const mrkdwn = (what: string, text: string, max: number): MrkdwnElement => ({
  type: 'mrkdwn',
  text: within(what, text, max),
  verbatim: true,
})
