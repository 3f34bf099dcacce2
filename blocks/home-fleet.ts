import type { KnownBlock } from '@slack/types'
import { AGES, imagesIn, type PlaceGlance } from '../src/domain/fleet-glance.ts'
import { groupBy } from '../src/domain/group-by.ts'
import type { ImageState } from '../src/domain/image.ts'
import { AGE_WORDS } from './age-words.ts'
import { commandButtons } from './command-buttons.ts'
import { actions, context, fields, section } from './elements.ts'
import type { HomeContent } from './home-content.ts'
import { unreadBlocks } from './home-sections.ts'
import { countPlaces, placesWords } from './place-groups.ts'
import { code, escapeText } from './text.ts'
import { agoWords, countWords, numberWords, STATE_WORDS } from './words.ts'

/** The images at a glance: how many in which state and account, how old, and what they cost. */

const BUTTONS = [
  { text: 'list', label: 'All images' },
  { text: 'stale', label: 'Stale images' },
  { text: 'deleted', label: 'Deregistered images' },
  { text: 'fleet', label: 'What runs where' },
  { text: 'health', label: 'Service health' },
  { text: 'help', label: 'Help' },
]

const STATES = Object.keys(STATE_WORDS) as ImageState[]

/** So many accounts and regions that are not counted are named. */
const NAMED = 3

/** The most accounts that are named; the list has the others. */
const ACCOUNTS = 5

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

const line = (what: string, count: number): string => `${what}: ${numberWords(count)}`

const stateLines = (places: readonly PlaceGlance[]): string[] =>
  STATES.flatMap(state => {
    const count = sum(places.map(({ states }) => states[state] ?? 0))
    const { emoji, word } = STATE_WORDS[state]
    return count === 0 ? [] : [`${emoji} ${numberWords(count)} ${word.toLowerCase()}`]
  })

const ageLines = (places: readonly PlaceGlance[]): string[] =>
  AGES.flatMap(age => {
    const count = sum(places.map(({ ages }) => ages[age]))
    return count === 0 ? [] : [line(AGE_WORDS[age], count)]
  })

const accountLines = (places: readonly PlaceGlance[], nameOf: HomeContent['nameOf']): string[] => {
  const counted = [...groupBy(places, ({ account }) => account)]
    .map(([account, ofAccount]) => ({ account, count: sum(ofAccount.map(imagesIn)) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
  const shown = counted.slice(0, ACCOUNTS)
  const rest = counted.slice(ACCOUNTS)
  return [
    ...shown.map(({ account, count }) => line(escapeText(nameOf(account), 60), count)),
    ...(rest.length === 0
      ? []
      : [line(countWords(rest.length, 'other account'), sum(rest.map(({ count }) => count)))]),
  ]
}

/** Snapshots share blocks: what they cost is at most their size. */
const costOf = (
  places: readonly PlaceGlance[],
  sizeOf: (place: PlaceGlance) => number,
  priceOf: HomeContent['priceOf'],
): string => {
  const dollars = sum(places.map(place => sizeOf(place) * priceOf(place.region)))
  return `${numberWords(Math.round(sum(places.map(sizeOf))))} GiB · up to ~$${numberWords(Math.round(dollars))}/month (estimate)`
}

const staleWords = (content: HomeContent): string => {
  const { fleet, staleAfterDays, priceOf } = content
  if (!fleet.known) return ''
  const { places, oldestStale } = fleet.value
  const count = sum(places.map(({ stale }) => stale.images))
  if (count === 0) return `*Stale images*\nNone older than ${staleAfterDays} days.`
  const oldest = oldestStale.map(
    ({ image, name, createdAtMs }) =>
      `${code(name ?? image.imageId, 100)}${createdAtMs === undefined ? '' : ` (${agoWords(createdAtMs)})`}`,
  )
  return [
    `*Stale images* · ${numberWords(count)} · ${costOf(places, ({ stale }) => stale.sizeGiB, priceOf)}`,
    `Oldest: ${oldest.join(', ')}`,
  ].join('\n')
}

export const fleetSection = (content: HomeContent): KnownBlock[] => {
  const { fleet, name, nameOf, priceOf } = content
  const buttons = actions(...commandButtons(name, BUTTONS))
  const title = 'Image status'
  if (!fleet.known) return [...unreadBlocks(title, fleet.why), buttons]
  const { places, unscanned, unread } = fleet.value
  const total = sum(places.map(imagesIn))
  const missing = [
    ...(unread.length > 0
      ? [
          context(
            `⚠️ ${countPlaces(unread)} can’t be scanned, so not counted: ${placesWords(unread, nameOf, NAMED)}.`,
          ),
        ]
      : []),
    ...(unscanned.length > 0
      ? [
          context(
            `⚠️ ${countPlaces(unscanned)} not scanned yet, so not counted: ${placesWords(unscanned, nameOf, NAMED)}.`,
          ),
        ]
      : []),
  ]
  if (total === 0) return [section(`*${title}*\nNo images known yet.`), ...missing, buttons]
  return [
    section(
      `*${title}* · ${countWords(total, 'image')} · ${costOf(places, ({ sizeGiB }) => sizeGiB, priceOf)}`,
    ),
    fields([
      `*State*\n${stateLines(places).join('\n')}`,
      `*Age*\n${ageLines(places).join('\n')}`,
      `*Account*\n${accountLines(places, nameOf).join('\n')}`,
    ]),
    section(staleWords(content)),
    ...missing,
    buttons,
  ]
}
