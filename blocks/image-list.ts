import type { KnownBlock } from '@slack/types'
import { imageKey } from '../src/domain/image.ts'
import type { Finding, Use } from '../src/domain/impact.ts'
import type { ListedImage } from '../src/domain/list-filter.ts'
import type { Revoked } from '../src/domain/revocation.ts'
import type { ListVerb } from '../src/domain/verb-kinds.ts'
import { commandButtons } from './command-buttons.ts'
import { whyWords } from './ec2-trouble.ts'
import { actions, button, context, row, section } from './elements.ts'
import { filtersBlock } from './filter-fault.ts'
import { keepWords } from './keep-words.ts'
import { type Message, message } from './message.ts'
import { revokedWords } from './revoke-words.ts'
import { code, escapeText, shorten } from './text.ts'
import { KIND_WORDS } from './use-words.ts'
import { agoWords, capital, countWords, numberWords, stateWords, utcWords, withDayWords } from './words.ts'

export interface ImageListRow extends ListedImage {
  /** Who uses it, where that was looked up. */
  uses?: Finding<readonly Use[]>
  revoked?: Revoked
}

/** What is not known of a list, and how old it is. */
export type ListNote =
  /** The oldest of the scans that it is made of. */
  | { kind: 'scanned'; atMs: number }
  | { kind: 'unscanned'; places: readonly string[] }
  /** Each scan of them has failed; the error of the last one. */
  | { kind: 'refused'; places: readonly { place: string; why: string }[] }
  /** Nothing came from them in time. */
  | { kind: 'unread'; places: readonly string[] }
  /** Images of which it is not known whether they belong to the list. */
  | { kind: 'undecided'; images: number }
  | { kind: 'no-bin'; place: string; why: string }
  /** Only this many deregistered images were searched. */
  | { kind: 'not-all'; images: number }

/** A page of a list. */
export interface ImageList {
  verb: ListVerb
  /** Of the slash command. */
  name: string
  /** As they were typed. */
  filters: string
  rows: readonly ImageListRow[]
  total: number
  /** From 1. */
  page: number
  pages: number
  notes: readonly ListNote[]
  /** Of stale images: older than so many days. */
  staleAfterDays?: number
  nameOf: (account: string) => string
  nowMs: number
}

export const IMAGES_ON_PAGE = 10

/** What a list holds, as plain text and for Slack. */
export const listTitle = (
  verb: ListVerb,
  total: number,
  { filters }: { filters: string },
): { text: string; mrkdwn: string } => {
  const what = {
    list: countWords(total, 'image'),
    deleted: countWords(total, 'deregistered image'),
    stale: countWords(total, 'stale image'),
  }[verb]
  const by = filters.trim() === '' ? '' : ` · ${code(filters, 300)}`
  return { text: `${what}${by}.`, mrkdwn: `*${what}*${by}` }
}

const NAMED = 20

const someWords = (places: readonly string[]): string => {
  const named = escapeText(places.slice(0, NAMED).join(', '), 1_000)
  return places.length > NAMED ? `${named} and ${numberWords(places.length - NAMED)} more` : named
}

type NoBin = Extract<ListNote, { kind: 'no-bin' }>

/** One note for all, or it would push the others out of the message. */
const noBinWords = (notes: readonly NoBin[]): string[] => {
  if (notes.length === 0) return []
  const named = notes.slice(0, NAMED).map(({ place, why }) => `${escapeText(place, 100)}: ${whyWords(why)}`)
  const more = notes.length > NAMED ? ` and ${numberWords(notes.length - NAMED)} more` : ''
  return [`⚠️ Couldn’t list the Recycle Bin of ${named.join('; ')}${more}.`]
}

const noteWords = (note: Exclude<ListNote, NoBin>): string => {
  switch (note.kind) {
    case 'scanned':
      return `As of ${agoWords(note.atMs)}, with the events since.`
    case 'unscanned':
      return `⚠️ Not scanned yet, so not in this list: ${someWords(note.places)}.`
    case 'refused':
      return `⚠️ Can’t be scanned, so not in this list: ${someWords(note.places.map(({ place, why }) => `${place} (${why})`))}.`
    case 'unread':
      return `⚠️ Not read in time, so not in this list: ${someWords(note.places)}.`
    case 'undecided':
      return `⚠️ ${countWords(note.images, 'image')} ${note.images === 1 ? 'is' : 'are'} left out: a tag or date that decides is not known here.`
    case 'not-all':
      return `⚠️ Only the last ${numberWords(note.images)} deregistered images were searched: add account: or region:.`
  }
}

const isNoBin = (note: ListNote): note is NoBin => note.kind === 'no-bin'

/** Each kind once, however many places there are. */
export const listNotes = (notes: readonly ListNote[]): string[] => [
  ...notes.flatMap(note => (isNoBin(note) ? [] : [noteWords(note)])),
  ...noBinWords(notes.filter(isNoBin)),
]

type Ago = (ms: number) => string

const ageWords = ({ state, goneAtMs, facts }: ListedImage, ago: Ago): string => {
  if (state === 'deregistered')
    return goneAtMs === undefined ? 'deregistered, date not known' : `deregistered ${ago(goneAtMs)}`
  return facts.createdAtMs === undefined ? 'age not known' : ago(facts.createdAtMs)
}

const launchWords = ({ facts, state }: ListedImage, ago: Ago): string | undefined => {
  if (state === 'deregistered') return undefined
  return facts.launchedOnMs === undefined ? 'no launch known' : `launched ${ago(facts.launchedOnMs)}`
}

/** "deprecated on 2026-12-24", by the day in UTC, for text that Slack does not format. */
const deprecatedWords = ({ facts, state }: ListedImage, nowMs: number, ago: Ago): string | undefined => {
  const { deprecatedAtMs } = facts
  if (deprecatedAtMs === undefined || state === 'deregistered') return undefined
  const words = `🗓️ deprecated ${deprecatedAtMs <= nowMs ? 'since' : 'on'} ${utcWords(deprecatedAtMs).slice(0, 10)}`
  return ago === utcWords ? words : withDayWords(words)
}

const binWords = ({ state, recycledUntilMs }: ListedImage, ago: Ago): string | undefined => {
  if (state !== 'deregistered') return undefined
  return recycledUntilMs === undefined
    ? 'not in the Recycle Bin'
    : `♻️ in the Recycle Bin, leaves it ${ago(recycledUntilMs)}`
}

const useWords = ({ uses }: ImageListRow): string | undefined => {
  if (uses === undefined) return undefined
  if (!uses.known) return `⚠️ use not known: ${escapeText(uses.why, 150)}`
  const [first, ...others] = uses.value
  if (!first) return 'no use found'
  const more = others.length === 0 ? '' : ` and ${numberWords(others.length)} more`
  return `⚠️ in use, not stale: ${KIND_WORDS[first.kind]} ${code(first.name, 80)}${more}`
}

/** State and name, then id, age, size, use and place. */
const wordsOf = (one: ImageListRow, view: ImageList, ago: Ago): [head: string, facts: string] => {
  const { image, state, facts } = one
  return [
    `${stateWords(state)} · ${facts.name === undefined ? 'unnamed' : code(facts.name, 140)}`,
    [
      code(image.imageId),
      ageWords(one, ago),
      facts.sizeGiB === undefined ? undefined : `${numberWords(facts.sizeGiB)} GiB`,
      launchWords(one, ago),
      deprecatedWords(one, view.nowMs, ago),
      binWords(one, ago),
      useWords(one),
      keepWords(facts.tags, view.nowMs),
      one.revoked && revokedWords(one.revoked, 'name'),
      escapeText(view.nameOf(image.account), 60),
      image.region,
    ]
      .filter(part => part !== undefined)
      .join(' · '),
  ]
}

const STALE_WORDS = (days: number): string =>
  `Older than ${days} days, not launched in that time as far as EC2 knows, not the newest available image of its family. Use is looked up for the images shown, in their own account: instances, launch templates, parameters and recipes. Other accounts and tools are not.`

/** Longer filters have no room in a form’s memo. */
const SELECT_FILTERS = 1_000

const selectButton = (value: string) =>
  button({ actionId: 'select', text: 'Select images…', label: 'Select images of this list to change', value })

const turns = ({ verb, name, filters, page, pages, total }: ImageList): KnownBlock[] => {
  const text = `${verb} ${filters}`.trim()
  const commands = [
    ...(page > 1 ? [{ text, page: page - 1, label: 'Previous' }] : []),
    ...(page < pages ? [{ text, page: page + 1, label: 'Next' }] : []),
    ...(total > 0 ? [{ text: `${text} as:csv`, label: 'CSV file' }] : []),
  ]
  const isSelectable = total > 0 && filters.length <= SELECT_FILTERS
  const buttons = [
    ...commandButtons(name, commands),
    ...(isSelectable ? [selectButton(`list|${verb}|${page}|${filters.trim()}`)] : []),
  ]
  return buttons.length === 0 ? [] : [actions(...buttons)]
}

/** A page of images for one person, the newest first. */
export const renderImageList = (view: ImageList): Message => {
  const { verb, rows, total, page, filters, notes, staleAfterDays } = view
  const title = listTitle(verb, total, view)
  const from = (page - 1) * IMAGES_ON_PAGE
  const where =
    rows.length === 0
      ? []
      : [
          `${numberWords(from + 1)}–${numberWords(from + rows.length)} of ${numberWords(total)}, newest first.`,
        ]
  const remarks = [...where, ...(staleAfterDays === undefined ? [] : [STALE_WORDS(staleAfterDays)])]
  const lines = rows.map(one => wordsOf(one, view, utcWords).join(' · '))
  return message(`${title.text} ${[...where, ...lines].join('; ')}`, [
    section(title.mrkdwn),
    ...rows.map(one => {
      const { image } = one
      const label = shorten(`Show: ${image.imageId} in ${image.region}`, 75)
      return row(
        wordsOf(one, view, agoWords).join('\n'),
        button({ actionId: 'status', text: 'Show', label, value: imageKey(image) }),
      )
    }),
    ...turns(view),
    ...(total === 0 && filters.trim() !== '' ? [filtersBlock()] : []),
    ...[...remarks, ...listNotes(notes)].slice(0, 10).map(words => context(capital(words))),
  ])
}
