import type { ImageRef, ImageState } from '../src/domain/image.ts'
import { partitionOf } from '../src/domain/regions.ts'
import type { Person } from '../src/domain/request.ts'
import { escapeText } from './text.ts'

/** Each state as a colour and a word: never by colour alone. */
export const STATE_WORDS: Readonly<Record<ImageState | 'unknown', { emoji: string; word: string }>> = {
  available: { emoji: '🟢', word: 'Available' },
  disabled: { emoji: '🟡', word: 'Disabled' },
  failed: { emoji: '🔴', word: 'Failed' },
  deregistered: { emoji: '⚫', word: 'Deregistered' },
  pending: { emoji: '🔵', word: 'Pending' },
  transient: { emoji: '🔵', word: 'Transient' },
  invalid: { emoji: '🔴', word: 'Invalid' },
  error: { emoji: '🔴', word: 'Error' },
  unknown: { emoji: '⚪', word: 'Unknown' },
}

export const stateWords = (state: ImageState | undefined): string => {
  const { emoji, word } = STATE_WORDS[state ?? 'unknown']
  return `${emoji} ${word}`
}

/** What EC2 shows in place of what an event says. */
export const shownWords = (state: ImageState): string =>
  state === 'deregistered' ? 'EC2 shows no such image' : `EC2 shows ${stateWords(state)}`

/** `mention` draws a name that Slack resolves; `name` cannot ping, for messages that are posted, not edited. */
export type PersonStyle = 'mention' | 'name'

export const personWords = (person: Person, style: PersonStyle): string =>
  style === 'mention' && /^[UW][A-Z0-9]+$/.test(person.userId)
    ? `<@${person.userId}>`
    : `@${escapeText(person.name ?? person.userId, 80)}`

/** "1,000" */
export const numberWords = (count: number): string => count.toLocaleString('en-US')

/** "1 snapshot", "1,000 snapshots". @param many the plural, where it is not formed with an s */
export const countWords = (count: number, what: string, many = `${what}s`): string =>
  `${numberWords(count)} ${count === 1 ? what : many}`

/** "one, two and three" */
export const andWords = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** "disabled by" at the start of a line. */
export const capital = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

/** "3 s", "2 min", "5 h", "12 days". */
export const durationWords = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 1) return 'under a second'
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}

/** A time in plain words, for text that Slack does not format. */
export const utcWords = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** A time that Slack shows in the reader's own zone. */
export const timeWords = (ms: number): string =>
  `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} at {time}|${utcWords(ms)}>`

/** "3 days ago", kept current by Slack as the message ages. */
export const agoWords = (ms: number): string => `<!date^${Math.floor(ms / 1000)}^{ago}|${utcWords(ms)}>`

/** "Nov 21 (9 days ago)", kept current by Slack. */
export const sinceWords = (ms: number): string =>
  `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} ({ago})|${utcWords(ms)}>`

const NOON_SEC = 12 * 60 * 60

/** A day in UTC ("2026-12-24"), which Slack shows as the same day nearly everywhere. */
const dayWords = (day: string): string =>
  `<!date^${Date.parse(day) / 1000 + NOON_SEC}^{date_short_pretty}|${day}>`

/** The days in a text of ours, such as "created 2026-05-01", as Slack shows dates. */
export const withDayWords = (text: string): string =>
  text.replace(/\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b/g, dayWords)

/** Until when a deregistered image can come back. */
export const restorableWords = (untilMs: number): string =>
  `♻️ Restorable from the Recycle Bin until ${timeWords(untilMs)}`

/** "production (123456789012)", or the id alone. */
export const accountWords = (account: string, name: string): string =>
  name === account ? account : `${escapeText(name, 60)} (${account})`

/** The image's page in the console of its region's partition; undefined where that console's address is not published. */
export const consoleUrl = ({ region, imageId }: ImageRef): string | undefined => {
  const { console: domain } = partitionOf(region)
  return domain === undefined
    ? undefined
    : `https://${region}.${domain}/ec2/home?region=${region}#ImageDetails:imageId=${encodeURIComponent(imageId)}`
}

/** A channel as the config names it. */
export const channelWords = (channel: string): string =>
  /^[CG][A-Z0-9]{2,}$/.test(channel) ? `<#${channel}>` : `#${channel}`
