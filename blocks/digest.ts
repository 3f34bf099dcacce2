import type { KnownBlock } from '@slack/types'
import { type Digest, mostFrequent, stateCounts, type Tally } from '../src/domain/digest.ts'
import { type DigestLine, isInUse } from '../src/domain/digest-line.ts'
import { context, fields, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { whoWords } from './principal.ts'
import { code, escapeText } from './text.ts'
import { accountWords, agoWords, stateWords, timeWords, utcWords } from './words.ts'

export interface DigestView {
  digest: Digest
  /** The alias of an account, or its id. */
  nameOf: (account: string) => string
  /** Mentions in Slack's own syntax: given only for a message that is posted. */
  mention: readonly string[]
  /** A sentence on why it stands here, for example that its own channel could not be reached. */
  notice?: string
}

const ROWS = 6

const countWords = (count: number): string => count.toLocaleString('en-US')

/** "1,234 changes", or "1 change": an image may change twice. */
export const changesWords = (count: number): string =>
  `${countWords(count)} ${count === 1 ? 'change' : 'changes'}`

const sizeWords = (sizeGiB: number): string =>
  sizeGiB === 0
    ? 'snapshots of unknown size'
    : sizeGiB >= 10_240
      ? `${countWords(Math.round(sizeGiB / 1024))} TiB of snapshots`
      : `${countWords(sizeGiB)} GiB of snapshots`

const statesLine = (digest: Digest): string =>
  stateCounts(digest)
    .map(([state, count]) => `${stateWords(state)} ${countWords(count)}`)
    .join(' · ')

/** The most frequent of a kind, and how many come after them. */
const rowsOf = (tally: Tally, wordsOf: (name: string) => string): string[] => {
  const all = mostFrequent(tally)
  const rest = all.slice(ROWS).reduce((sum, [, count]) => sum + count, tally.others)
  return [
    ...all.slice(0, ROWS).map(([name, count]) => `${countWords(count)} ${wordsOf(name)}`),
    ...(rest > 0 ? [`${countWords(rest)} others`] : []),
  ]
}

const placeWords =
  (nameOf: DigestView['nameOf']) =>
  (place: string): string => {
    const [account = '', region = ''] = place.split('/')
    return `${accountWords(account, nameOf(account))} · ${region}`
  }

const familyWords = (family: string): string => (family === '' ? 'without a name' : code(family, 80))

/** Who asked for it in Slack, and who did it outside, as far as is known. */
const byWords = ({ people, count, actors = [] }: Digest): string => {
  const asked = Object.values(people.counts).reduce((sum, n) => sum + n, people.others)
  const names = mostFrequent(people).slice(0, 3)
  const known = names.map(([name, n]) => `@${escapeText(name, 60)} (${countWords(n)})`)
  const outside = actors.length > 0 ? ` by ${actors.map(whoWords).join(', ')}` : ''
  return [
    ...(known.length > 0 ? [`asked for by ${known.join(', ')}`] : []),
    ...(asked < count ? [`${known.length > 0 ? 'the others ' : ''}outside Slack${outside}`] : []),
  ].join(', ')
}

/** Why a line is among the ten. */
const whyWords = (line: DigestLine): string =>
  [
    line.superseded && 'superseded',
    line.reason && escapeText(line.reason, 120),
    isInUse(line) && `⚠️ launched ${agoWords(line.lastLaunchedAtMs ?? 0)}`,
    line.isPublic && '⚠️ public',
    line.wasShared && '⚠️ was shared with other accounts',
  ]
    .filter(why => typeof why === 'string' && why !== '')
    .join(' · ')

const topLine = (line: DigestLine, nameOf: DigestView['nameOf']): string => {
  const why = whyWords(line)
  const what = `${stateWords(line.state)} ${code(line.name ?? line.imageId, 70)}`
  const id = line.name === undefined ? '' : ` ${code(line.imageId)}`
  const alias = nameOf(line.account)
  return `• ${what}${id} · ${escapeText(alias, 40)} · ${line.region}${why === '' ? '' : ` · ${why}`}`
}

/** Slack folds a section of more than a few lines, and what matters most would be behind "See more". */
const LINES_OF_A_SECTION = 2

const topBlocks = ({ digest: { top, count }, nameOf }: DigestView): KnownBlock[] => {
  const lines = top.map(line => topLine(line, nameOf))
  const title = count > lines.length ? '*Look at these first*' : '*All of them*'
  const parts = Array.from({ length: Math.ceil(lines.length / LINES_OF_A_SECTION) }, (_, i) =>
    section(lines.slice(i * LINES_OF_A_SECTION, (i + 1) * LINES_OF_A_SECTION).join('\n')),
  )
  return parts.length === 0 ? [] : [section(title), ...parts]
}

const listWords = ({ file }: Digest): string =>
  file && 'refused' in file
    ? `⚠️ Slack does not take the full list as a file: ${code(file.refused, 60)}. Ask for the status of an image to see it`
    : 'The full list is in the thread'

const supersededWords = ({ superseded = 0 }: Digest): string =>
  superseded === 0
    ? ''
    : `${countWords(superseded)} of these ${superseded === 1 ? 'was' : 'were'} superseded by a newer state of the image`

/** All of it in words: with blocks present, a screen reader reads only this. */
const inWords = ({ digest, nameOf, mention, notice }: DigestView): string => {
  const { places, families, top } = digest
  return [
    [...mention, `${changesWords(digest.count)} of images at once: ${statesLine(digest)}`].join(' '),
    notice ?? '',
    `From ${utcWords(digest.sinceMs)} to ${utcWords(digest.untilMs)}, ${byWords(digest)}, ${sizeWords(digest.sizeGiB)}`,
    supersededWords(digest),
    `Where: ${rowsOf(places, placeWords(nameOf)).join('; ')}`,
    `Families: ${rowsOf(families, familyWords).join('; ')}`,
    `First: ${top.map(line => `${stateWords(line.state)} ${escapeText(line.name ?? line.imageId, 60)} ${line.region}`).join('; ')}`,
    `${listWords(digest)}.`,
  ]
    .filter(part => part !== '')
    .join('. ')
}

/** Many events of one channel as one message, readable in one look. */
export const renderDigest = (view: DigestView): Message => {
  const { digest, nameOf, mention, notice } = view
  const { sinceMs, untilMs } = digest
  const time = sinceMs === untilMs ? timeWords(sinceMs) : `${timeWords(sinceMs)} to ${timeWords(untilMs)}`
  return message(inWords(view), [
    ...(notice === undefined ? [] : [context(`⚠️ ${notice}`)]),
    section(`*${changesWords(digest.count)} of images at once*\n${statesLine(digest)}`),
    context(`${time} · ${byWords(digest)} · ${sizeWords(digest.sizeGiB)}`),
    ...(digest.superseded ? [context(supersededWords(digest))] : []),
    fields([
      `*Where*\n${rowsOf(digest.places, placeWords(nameOf)).join('\n')}`,
      `*Families*\n${rowsOf(digest.families, familyWords).join('\n')}`,
    ]),
    ...topBlocks(view),
    context(listWords(digest)),
    ...(mention.length > 0 ? [section(mention.join(' '))] : []),
  ])
}

/** Calls those in the digest's thread whom only a later batch's rule calls: an edit would not reach them. */
export const renderDigestCall = (digest: Digest, mention: readonly string[]): Message => {
  const words = `${mention.join(' ')} this concerns you, too: ${statesLine(digest)}.`
  return message(words, [section(words)])
}
