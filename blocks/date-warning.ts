import type { DateWarning, WarnedImage } from '../src/domain/date-warning.ts'
import type { OwnedInstances } from '../src/domain/revocation.ts'
import { imageWords } from './image-words.ts'
import { mentionWords } from './mention.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, type Part, sectionPart } from './part.ts'
import { successorWords } from './retirement-words.ts'
import { escapeText } from './text.ts'
import { unreachedNotes } from './unreached-words.ts'
import { accountWords, agoWords, countWords, numberWords, timeWords } from './words.ts'

export interface DateWarningView extends DateWarning {
  nameOf: (account: string) => string
  nowMs: number
  /** The places whose instances could not be listed. */
  unread: readonly string[]
  /** Why it is in this channel and not its own; escaped already. */
  notice?: string
}

const IMAGES_SHOWN = 20
const OWNERS_SHOWN = 10
const DAY_MS = 86_400_000

const ADVICE =
  'Launch from the successor, and replace what runs. A deprecated image can still be launched by its id, but accounts that do not own it no longer find it.'

/** "Run by 12 instances: payments (8), no owner tag (4)" */
const instancesWords = (owners: readonly OwnedInstances[]): string => {
  const all = owners.reduce((sum, { instances }) => sum + instances, 0)
  if (all === 0) return 'No instance was found that runs it'
  const names = owners
    .slice(0, OWNERS_SHOWN)
    .map(
      ({ owner, instances }) =>
        `${owner === undefined ? 'no owner tag' : escapeText(owner, 60)} (${numberWords(instances)})`,
    )
  const more = owners.length > OWNERS_SHOWN ? `, ${owners.length - OWNERS_SHOWN} more` : ''
  return `Run by ${countWords(all, 'instance')}: ${names.join(', ')}${more}`
}

const imageLine = (warned: WarnedImage, { images, nameOf, nowMs }: DateWarningView): string => {
  const { image, facts, deprecatedAtMs, successor, instances } = warned
  const where = `${accountWords(image.account, nameOf(image.account))}, ${image.region}`
  const since = deprecatedAtMs <= nowMs ? 'Deprecated since' : 'Deprecated from'
  // Of a single image the title says how long that is.
  const ago = images.length === 1 ? '' : ` (${agoWords(deprecatedAtMs)})`
  const instead = successor ? `use ${successorWords(successor)} instead` : 'no successor is named'
  return [
    `${imageWords({ imageId: image.imageId, facts })} in ${where}`,
    `${since} ${timeWords(deprecatedAtMs)}${ago} · ${instead}`,
    instancesWords(instances),
  ].join('\n')
}

/** "in 30 days", "within a day", "now" */
const whenWords = (atMs: number, nowMs: number): string => {
  if (atMs <= nowMs) return 'now'
  const days = (atMs - nowMs) / DAY_MS
  return days < 1 ? 'within a day' : `in ${countWords(Math.round(days), 'day')}`
}

/** What it is about, for a glance at the notification. */
const titleWords = ({ images, nowMs }: DateWarningView): string => {
  const first = whenWords(Math.min(...images.map(({ deprecatedAtMs }) => deprecatedAtMs)), nowMs)
  const isNow = first === 'now'
  return images.length === 1
    ? `An image ${isNow ? 'is' : 'will be'} deprecated ${first}`
    : `${numberWords(images.length)} images ${isNow ? 'are deprecated, or will be' : 'will be deprecated'} soon, the first ${first}`
}

/** The warning of one channel. */
export const renderDateWarning = (view: DateWarningView): Message => {
  const { images, mention, unread, notice } = view
  const called = mention.length === 0 ? '' : `${mentionWords(mention).join(' ')} `
  const left = images.length - IMAGES_SHOWN
  return messageOf([
    sectionPart(`⏳ ${called}*${titleWords(view)}*`),
    ...images.slice(0, IMAGES_SHOWN).map((one): Part => sectionPart(imageLine(one, view))),
    ...(left > 0 ? [contextPart(`… and ${countWords(left, 'more image')}`)] : []),
    contextPart(ADVICE),
    ...(unread.length > 0
      ? [contextPart(`⚠️ Instances could not be listed in ${escapeText(unread.join(', '), 300)}.`)]
      : []),
    ...unreachedNotes(view.unreached, 'instances').map(note => contextPart(`⚠️ ${escapeText(note, 500)}`)),
    ...(notice === undefined ? [] : [contextPart(`⚠️ ${notice}`)]),
  ])
}
