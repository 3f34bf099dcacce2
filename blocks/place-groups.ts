import { type PlaceGroup, sizeOf } from '../src/domain/compact-places.ts'
import { code, escapeText } from './text.ts'
import { countWords, numberWords } from './words.ts'

/** Accounts and regions in a line: "payments in all 5 regions, lab us-east-1 and 12 more". */

type NameOf = (account: string) => string

const REGIONS_NAMED = 3

const allWords = (count: number, what: string): string =>
  count === 2 ? `both ${what}s` : `all ${countWords(count, what)}`

const regionsWords = (regions: readonly string[]): string => {
  const rest = regions.length - REGIONS_NAMED
  const names = regions.slice(0, REGIONS_NAMED)
  if (rest > 0) return `${names.join(', ')} and ${countWords(rest, 'more region', 'more regions')}`
  const last = names.pop() ?? ''
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`
}

const groupWords = (group: PlaceGroup, nameOf: NameOf): string => {
  const because = group.error === undefined ? '' : ` (${code(group.error, 100)})`
  if (group.kind === 'region') return `${group.region} in ${allWords(group.accounts, 'account')}${because}`
  const { account, regions, isWhole } = group
  const where = isWhole ? `in ${allWords(regions.length, 'region')}` : regionsWords(regions)
  return `${escapeText(nameOf(account), 60)} ${where}${because}`
}

/** How many accounts and regions these are. */
export const countPlaces = (groups: readonly PlaceGroup[]): string =>
  countWords(
    groups.reduce((sum, group) => sum + sizeOf(group), 0),
    'account and region',
    'accounts and regions',
  )

/** @param shown how many names there are */
export const placesWords = (groups: readonly PlaceGroup[], nameOf: NameOf, shown: number): string => {
  const names = groups.slice(0, shown).map(group => groupWords(group, nameOf))
  const rest = groups.slice(shown).reduce((sum, group) => sum + sizeOf(group), 0)
  return `${names.join(', ')}${rest === 0 ? '' : ` and ${numberWords(rest)} more`}`
}
