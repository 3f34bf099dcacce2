import type { KnownBlock } from '@slack/types'
import type { Build } from '../src/domain/builds.ts'
import type { ComparedUse, FleetGroup, StatusCounts } from '../src/domain/fleet-status.ts'
import { imageAgesOf } from '../src/domain/image-ages.ts'
import { context, section } from './elements.ts'
import { agesWords, behindWords, STATUS_WORDS, statusParts } from './fleet-words.ts'
import { type Message, message } from './message.ts'
import { renderNote } from './note.ts'
import { code, escapeText, shorten } from './text.ts'
import { type UnreadPlace, unreadNotes } from './unread-places.ts'
import { agoWords, countWords, numberWords, utcWords } from './words.ts'

export interface FleetView {
  counts: StatusCounts
  /** The worst first. */
  groups: readonly FleetGroup[]
  /** The account's alias, or its id. */
  nameOf: (account: string) => string
  unread: readonly UnreadPlace[]
  nowMs: number
  /** The outcome of the complete list: sent by direct message, refused by Slack with a code, or none. */
  list: 'sent' | 'none' | { refused: string }
  /** The only family that was asked for. */
  family?: FamilyHead
}

export interface FamilyHead {
  name: string
  /** A user group. */
  owner?: string
  /** How many builds can be launched, and the newest of them. */
  builds: number
  newest?: Build
}

const ROWS = 12
const INSTANCES = 3
const COPIES = 6

const totalOf = (counts: StatusCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

const instanceWords = ({ instanceId, name, image, status, behind }: ComparedUse): string => {
  const which = `${code(instanceId, 40)}${name ? ` ${code(name, 60)}` : ''}`
  const of = code(image.name ?? image.imageId, 80)
  const how = [STATUS_WORDS[status].word, behindWords(behind)].filter(words => words !== '')
  return `• ${which} runs ${of}: ${status === 'behind' ? behindWords(behind) : how.join(', ')}`
}

const ageWordsOf = (uses: readonly ComparedUse[], nowMs: number): string[] => {
  const ages = imageAgesOf(uses, nowMs)
  return ages ? [agesWords(ages)] : []
}

const groupWords = (group: FleetGroup, { nameOf, nowMs }: Pick<FleetView, 'nameOf' | 'nowMs'>): string => {
  const { family, account, owner, counts, uses } = group
  const whose = owner === undefined ? [] : [`owner ${code(owner, 60)}`]
  const worst = uses.filter(({ status }) => status !== 'current' && status !== 'uncompared')
  const more = worst.length - INSTANCES
  return [
    [`*${code(family, 80)}*`, escapeText(nameOf(account), 60), ...whose].join(' · '),
    [...statusParts(counts), ...ageWordsOf(uses, nowMs)].join(' · '),
    ...worst.slice(0, INSTANCES).map(instanceWords),
    ...(more > 0 ? [`… and ${numberWords(more)} more`] : []),
  ].join('\n')
}

const newestWords = (
  { name, createdAtMs, images }: Build,
  nameOf: FleetView['nameOf'],
  ago: (ms: number) => string,
): string => {
  const copies = images.map(
    ({ imageId, account, region }) =>
      `${code(imageId, 40)} (${escapeText(nameOf(account), 60)}, ${escapeText(region, 40)})`,
  )
  const more = copies.length > COPIES ? [`${copies.length - COPIES} more`] : []
  return `Newest build: ${code(name, 140)}, created ${ago(createdAtMs)}: ${[...copies.slice(0, COPIES), ...more].join(', ')}`
}

const familyBlocks = ({ family, nameOf }: FleetView): KnownBlock[] => {
  if (!family) return []
  const { owner, builds, newest } = family
  const parts = [
    ...(owner === undefined ? [] : [`Owner: <!subteam^${owner}>`]),
    `${countWords(builds, 'build')} that can be launched`,
  ]
  return [
    ...(newest ? [section(shorten(newestWords(newest, nameOf, agoWords), 3000))] : []),
    context(parts.join(' · ')),
  ]
}

const listWords = ({ list }: FleetView): string[] => {
  if (list === 'none') return []
  return [
    list === 'sent'
      ? 'The complete list with instance ids was sent to you by direct message (CSV).'
      : `Slack did not take the complete list (${code(list.refused, 60)}).`,
  ]
}

/** Which instances run which images: the counts, then the groups with the worst images. */
export const renderFleet = (view: FleetView): Message => {
  const { counts, groups, family, unread, nameOf } = view
  const total = totalOf(counts)
  const ages = ageWordsOf(
    groups.flatMap(({ uses }) => uses),
    view.nowMs,
  )
  const accounts = new Set(groups.map(({ account }) => account)).size
  const what = family ? `${code(family.name, 80)}: ` : ''
  const head =
    total === 0
      ? `${what}no instances found`
      : `${what}${countWords(total, 'instance')} in ${countWords(accounts, 'account')}`
  const shown = groups.slice(0, ROWS)
  const more = groups.length - shown.length
  const notes = [
    ...(more > 0 ? [`${numberWords(more)} more groups of family, account and owner.`] : []),
    ...listWords(view),
    ...unreadNotes(unread),
  ]
  const words = [
    `${head}${total === 0 ? '' : `: ${[...statusParts(counts), ...ages].join(', ')}`}`,
    ...(family?.newest ? [newestWords(family.newest, nameOf, utcWords)] : []),
    ...notes,
    ...shown.map(group => groupWords(group, view).replaceAll('*', '').replaceAll('\n', ', ')),
  ]
  const text = words.map(line => line.replace(/\.$/, '')).join('. ')
  return message(text, [
    section(`*Image status* · ${head}`),
    ...(total > 0 ? [section([...statusParts(counts), ...ages].join(' · '))] : []),
    ...familyBlocks(view),
    ...shown.map(group => section(shorten(groupWords(group, view), 3000))),
    ...notes.map(note => context(shorten(note, 3000))),
  ])
}

/** The direct message above the complete list. */
export const renderFleetListNote = (instances: number): Message =>
  renderNote(
    '📄',
    `Image status of ${countWords(instances, 'instance')}: the complete list is in the thread.`,
  )
