import type { KnownBlock } from '@slack/types'
import { type Digest, digestKey, mostFrequent, type Tally } from '../src/domain/digest.ts'
import type { CardMention } from '../src/domain/record.ts'
import { detailBlocks, detailsInWords } from './digest-details.ts'
import type { DigestView } from './digest-view.ts'
import {
  headlineWords,
  imagesWords,
  impactParts,
  isUnnamed,
  kindEmoji,
  placeWords,
  whatWords,
} from './digest-words.ts'
import { actions, button, context, fields, section } from './elements.ts'
import { mentionLine, mentionWords } from './mention.ts'
import { type Message, message } from './message.ts'
import { code, escapeText } from './text.ts'
import { numberWords, timeWords, utcWords } from './words.ts'

const ROWS = 6

const isOf = ({ states }: Digest, state: 'failed' | 'deregistered'): boolean =>
  (states.counts[state] ?? 0) > 0

const sizeWords = (sizeGiB: number): string =>
  sizeGiB === 0
    ? 'snapshots of unknown size'
    : sizeGiB >= 10_240
      ? `${numberWords(Math.round(sizeGiB / 1024))} TiB of snapshots`
      : `${numberWords(sizeGiB)} GiB of snapshots`

/** The most frequent of a kind, and how many come after them. */
const rowsOf = (tally: Tally, wordsOf: (name: string) => string): string[] => {
  const all = mostFrequent(tally)
  const rest = all.slice(ROWS).reduce((sum, [, count]) => sum + count, tally.others)
  return [
    ...all.slice(0, ROWS).map(([name, count]) => `${numberWords(count)} ${wordsOf(name)}`),
    ...(rest > 0 ? [`${numberWords(rest)} others`] : []),
  ]
}

const familyWords = (family: string): string => (family === '' ? 'unnamed' : code(family, 80))

/** The impact: how many are in use, shared, or production; for failures only production. */
const impactWords = (digest: Digest): string => {
  const parts = impactParts(digest.impact ?? { inUse: 0, shared: 0, production: 0 })
  if (parts.length > 0) return `⚠️ ${parts.join(' · ')}`
  return digest.impact === undefined || isOf(digest, 'failed')
    ? ''
    : 'None known to be in use, shared or production'
}

/** Explains the words above, and the order of the images. */
const BASIS =
  'In use: launched within 30 days before the change, as EC2 reports it (up to 24 h late); templates and Auto Scaling groups are not checked. Shared: public, or shared when amiops disabled it. Production: fits a rule that says production. Order: in use, shared, production, then newest.'

const basisWords = (digest: Digest): string =>
  digest.impact === undefined || (isOf(digest, 'failed') && impactWords(digest) === '') ? '' : BASIS

const recycleBinWords = (digest: Digest): string => {
  const { recycled, count, revision = 0, followUp } = digest
  if (!isOf(digest, 'deregistered')) return ''
  if (recycled)
    return recycled.count === count
      ? `♻️ All are restorable from the Recycle Bin, the first until ${timeWords(recycled.untilMs)}`
      : `♻️ ${numberWords(recycled.count)} of ${numberWords(count)} are restorable from the Recycle Bin, the first until ${timeWords(recycled.untilMs)}`
  if (revision > 0) return '⚠️ None of them is restorable: the Recycle Bin has none'
  return followUp ? '♻️ The Recycle Bin is checked once the burst is over' : ''
}

const supersededWords = ({ superseded = 0 }: Digest): string =>
  superseded === 0 ? '' : `${numberWords(superseded)} superseded by a newer state of the image`

const UNNAMED = 'Done outside Slack; CloudTrail usually names who within minutes'

const listWords = ({ file }: Digest): string =>
  file && 'refused' in file
    ? `⚠️ Slack refused the full list as a file (${code(file.refused, 60)}): use the button to see it`
    : 'The full list is a file in the thread'

const listButton = (digest: Digest): KnownBlock =>
  actions(
    button({
      actionId: 'list',
      text: digest.count === 1 ? 'Show the image' : `Show all ${imagesWords(digest.count)}`,
      label: `Show the list: ${whatWords(digest)}`.slice(0, 75),
      value: `${digestKey(digest)}|${digest.burst}|0`,
    }),
  )

/** One sentence for a notification; then all of it in words: with blocks present, a screen reader reads only this. */
const inWords = (view: DigestView): string => {
  const { digest, nameOf, mentions, notice } = view
  const impact = impactParts(digest.impact ?? { inUse: 0, shared: 0, production: 0 })
  const sentence = `${kindEmoji(digest)}${headlineWords(digest)}${impact.length > 0 ? `: ${impact.join(', ')}` : ''}`
  return [
    ...mentions.map(mentionLine),
    sentence,
    notice ?? '',
    `From ${utcWords(digest.sinceMs)} to ${utcWords(digest.untilMs)}, ${sizeWords(digest.sizeGiB)}`,
    isUnnamed(digest) ? UNNAMED : '',
    supersededWords(digest),
    recycleBinWords(digest),
    detailsInWords(view),
    `Where: ${rowsOf(digest.places, placeWords(nameOf)).join('; ')}`,
    `Image families: ${rowsOf(digest.families, familyWords).join('; ')}`,
    listWords(digest),
    basisWords(digest),
  ]
    .filter(part => part !== '')
    .join('. ')
}

/** Many changes of one kind as one message: what happened and to how many first, then which to look at. */
export const renderDigest = (view: DigestView): Message => {
  const { digest, nameOf, mentions, notice } = view
  const { sinceMs, untilMs } = digest
  const time = sinceMs === untilMs ? timeWords(sinceMs) : `${timeWords(sinceMs)} to ${timeWords(untilMs)}`
  const [impact, basis] = [impactWords(digest), basisWords(digest)]
  const recycled = recycleBinWords(digest)
  const facts = [time, sizeWords(digest.sizeGiB), supersededWords(digest)].filter(part => part !== '')
  return message(inWords(view), [
    ...mentions.map(mention => section(mentionLine(mention))),
    ...(notice === undefined ? [] : [context(`⚠️ ${notice}`)]),
    section(`${kindEmoji(digest)}*${headlineWords(digest)}*${impact === '' ? '' : `\n${impact}`}`),
    ...(recycled === '' ? [] : [section(recycled)]),
    context(facts.join(' · ')),
    ...(isUnnamed(digest) ? [context(UNNAMED)] : []),
    ...detailBlocks(view),
    fields([
      `*Where*\n${rowsOf(digest.places, placeWords(nameOf)).join('\n')}`,
      `*Image families*\n${rowsOf(digest.families, familyWords).join('\n')}`,
    ]),
    listButton(digest),
    context(listWords(digest)),
    ...(basis === '' ? [] : [context(basis)]),
  ])
}

/** Mentions in the digest's thread people whom only a later batch's rule mentions: an edit would not notify them. */
export const renderDigestCall = (digest: Digest, mentions: readonly CardMention[]): Message => {
  const what = `${kindEmoji(digest)}${whatWords(digest)}`
  const words = mentions
    .map(({ who, rule }) =>
      rule === ''
        ? `${mentionWords(who).join(' ')} ${what}`
        : `${mentionWords(who).join(' ')} matches your rule: ${escapeText(rule, 300)} · ${what}`,
    )
    .join('\n')
  return message(words, [section(words)])
}
