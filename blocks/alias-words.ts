import type { PlanAction } from '../src/domain/actions.ts'
import type { AccountRegion } from '../src/domain/alias.ts'
import {
  type AliasChange,
  type AliasUsers,
  type HeldBack,
  NAMES_IT_ALREADY,
} from '../src/domain/alias-change.ts'
import { placeKey } from '../src/domain/fleet.ts'
import { type PlanImage, placeOf } from '../src/domain/plan-image.ts'
import { code, escapeText } from './text.ts'
import { countWords, numberWords } from './words.ts'

/** The sentences about an alias of a family. */

const NAMES_SHOWN = 5

/** An image's name, as far as it can be read in a line. */
const nameWords = (name: string): string => escapeText(name, 100)

/** "payments-base → prod" */
export const aliasTitle = ({ family, alias }: Pick<AliasChange, 'family' | 'alias'>): string =>
  `${escapeText(family, 60)} → ${alias}`

/** "promote payments-base-2 to prod in 2 places", "roll back prod of payments-base to payments-base-1 in 2 places" */
export const aliasPlanWords = (
  action: PlanAction,
  { family, alias, to }: AliasChange,
  places: number,
): string => {
  const where = `in ${countWords(places, 'place')}`
  return action === 'rollback'
    ? `roll back ${alias} of ${escapeText(family, 60)} to ${nameWords(to)} ${where}`
    : `promote ${nameWords(to)} to ${alias} ${where}`
}

/** An account and region of an alias: "production · us-east-1". */
export const placeWords = ({ account, region }: AccountRegion, nameOf: (account: string) => string): string =>
  `*${escapeText(nameOf(account), 60)} · ${region}*`

/** What a place names and is set to, if it differs from the alias as a whole: " · from `payments-base-1`". */
export const changeInPlace = (
  { to, from }: Pick<AliasChange, 'to' | 'from'>,
  { image, name, assignment }: Pick<PlanImage, 'image' | 'name' | 'assignment'>,
): string => {
  const before = assignment?.from && (assignment.from.name ?? assignment.from.imageId)
  const now = name ?? image.imageId
  const was = before === undefined ? 'not set' : code(before, 100)
  if (now !== to) return ` · ${was} → ${code(now, 100)}`
  if (before === from) return ''
  return before === undefined ? ' · not set before' : ` · from ${was}`
}

/** "Used by 1 launch template: payments-web · 3 instances run what it names now: they are not affected" */
export const usersLine = (
  { templates, templateNames, instances, unread }: AliasUsers,
  nameOf: (account: string) => string,
): string => {
  const more = templates - templateNames.length
  const names = templateNames.map(name => escapeText(name, 60)).join(', ')
  const used =
    templates === 0
      ? 'No launch template that names it was found'
      : `Used by ${countWords(templates, 'launch template')}: ${names}${more > 0 && templateNames.length >= NAMES_SHOWN ? ' and others' : ''}`
  const running =
    instances === 0
      ? 'no instance was found that runs what it names now'
      : `${countWords(instances, 'instance')} ${instances === 1 ? 'runs' : 'run'} what it names now: ${instances === 1 ? 'it is' : 'they are'} not affected`
  const unknown = unread.slice(0, NAMES_SHOWN).map(place => placeWords(place, nameOf))
  const others = unread.length > NAMES_SHOWN ? ` and ${numberWords(unread.length - NAMES_SHOWN)} more` : ''
  return [
    used,
    running,
    ...(unread.length > 0 ? [`⚠️ not known in ${unknown.join(', ')}${others}`] : []),
  ].join(' · ')
}

type Gaps = Pick<AliasChange, 'launchGaps' | 'scanGaps'>
type Place = Pick<PlanImage, 'image' | 'assignment'>

/** What is unknown of an image in a place: " · ❔ …". */
const gapsInPlace = ({ launchGaps = [], scanGaps = [] }: Gaps, one: Place): string => {
  const isHere = (place: AccountRegion): boolean => placeKey(place) === placeKey(placeOf(one))
  const launch = launchGaps.find(isHere)
  const scan = scanGaps.find(isHere)
  return [
    ...(launch
      ? [` · ❔ whether the account can launch it is unknown (${escapeText(launch.why, 200)})`]
      : []),
    ...(scan ? [` · ❔ ${escapeText(scan.why, 200)}`] : []),
  ].join('')
}

/** A line for each place, with what is unknown there; what is unknown in all of them is one line of its own. */
export const linesWithGaps = <T extends Place>(
  alias: Gaps,
  places: readonly T[],
  lineOf: (one: T) => string,
): string[] => {
  const gaps = places.map(one => gapsInPlace(alias, one))
  const [gap = ''] = gaps
  return gap !== '' && gaps.length > 1 && gaps.every(other => other === gap)
    ? [...places.map(lineOf), `*All ${countWords(places.length, 'place')}*${gap}`]
    : places.map((one, at) => `${lineOf(one)}${gaps[at]}`)
}

/** The place is as it should be: nothing is to be done there. */
export const isThereAlready = ({ why }: HeldBack): boolean => why === NAMES_IT_ALREADY

const UNTOUCHED_SHOWN = 10

/** "Stays as it is, because that plan did not set it: staging · us-east-1"; nothing where there is none. */
export const untouchedLines = (
  { untouched = [] }: Pick<AliasChange, 'untouched'>,
  nameOf: (account: string) => string,
): string[] => {
  if (untouched.length === 0) return []
  const shown = untouched.slice(0, UNTOUCHED_SHOWN).map(place => placeWords(place, nameOf))
  const more = untouched.length - shown.length
  const which =
    untouched.length === 1
      ? 'Stays as it is, because that plan did not set it'
      : 'Stay as they are, because that plan did not set them'
  return [`⏸️ ${which}: ${shown.join(', ')}${more > 0 ? ` and ${numberWords(more)} more` : ''}`]
}

/** "⛔ staging · us-east-1: it is not shared with this account" */
export const heldBackLine = (held: HeldBack, nameOf: (account: string) => string): string => {
  const { why, canOverride, ...place } = held
  const sign = isThereAlready(held) ? '✅' : canOverride ? '⚠️' : '⛔'
  return `${sign} ${placeWords(place, nameOf)}: ${escapeText(why, 300)}`
}
