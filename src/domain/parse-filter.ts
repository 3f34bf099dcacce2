import type { Config } from './config.ts'
import { type Added, isUnusable, placeFilterOf, readFilterValue, type Unusable } from './filter-values.ts'
import { FILTER_KEYS, FILTERS, type FilterKey, isFilterKey } from './filters.ts'
import type { ListFilter } from './list-filter.ts'
import { nearest } from './nearest.ts'
import { plainText } from './pasted.ts'

/** Why a filter cannot be used. */
export interface FilterFault {
  /** As it was typed. */
  typed: string
  why: string
  /** What was probably meant in its place. */
  meant?: string
  example: string
}

export type ParsedFilter =
  | { ok: true; filter: ListFilter; asCsv: boolean }
  | { ok: false; fault: FilterFault }

const MOST_READ = 1_000

interface Word {
  text: string
  isQuoted: boolean
}

/** The words behind the verb: a quoted part belongs to its word. */
const wordsOf = (text: string): Word[] =>
  [...plainText(text.slice(0, MOST_READ)).matchAll(/(?:[^\s"]|"[^"]*"?)+/g)].map(([word]) => ({
    text: word.replaceAll('"', '').trim(),
    isQuoted: word.startsWith('"'),
  }))

/** A filter or a tag that is written with `=`, which no AMI's name contains.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html */
const equalsFault = (typed: string): FilterFault | undefined => {
  const at = typed.indexOf('=')
  if (at < 1) return undefined
  const key = typed.slice(0, at).toLowerCase()
  return isFilterKey(key)
    ? {
        typed,
        why: 'A filter is written with a colon.',
        meant: `${key}:${typed.slice(at + 1)}`,
        example: FILTERS[key].example,
      }
    : {
        typed,
        why: 'The name of an AMI has no "=" in it.',
        meant: `tag:${typed}`,
        example: FILTERS.tag.example,
      }
}

/** Reads a word as a filter, as a part of the name, or as an unknown key. */
const keyOf = (
  { text, isQuoted }: Word,
  config: Pick<Config, 'accounts'>,
): { key: FilterKey; value: string } | { name: string } | { unknown: string; value: string } => {
  const at = text.match(/^[^:=]*:/)?.[0].length
  if (at === undefined && !text.includes(':')) {
    const place = isQuoted ? undefined : placeFilterOf(config, text)
    return place ? { key: place, value: text } : { name: text }
  }
  const [typed, value] = at === undefined ? ['', ''] : [text.slice(0, at - 1), text.slice(at)]
  const key = typed.toLowerCase()
  return isFilterKey(key) ? { key, value } : { unknown: typed, value }
}

const unknownFault = (typed: string, unknown: string, value: string): FilterFault => {
  const [near] = nearest(unknown.toLowerCase(), FILTER_KEYS)
  return {
    typed,
    why: `There is no filter "${unknown}".`,
    example: FILTERS.state.example,
    ...(near && { meant: `${near}:${value}` }),
  }
}

const valueFault = (typed: string, key: FilterKey, { why, meant }: Unusable): FilterFault => ({
  typed,
  why,
  example: FILTERS[key].example,
  ...(meant !== undefined && { meant: `${key}:${meant}` }),
})

const NONE: ListFilter = { states: [], accounts: [], regions: [], families: [], owners: [], tags: [] }

const withAdded = (filter: ListFilter, { asCsv: _sent, ...added }: Added): ListFilter => ({
  states: [...filter.states, ...(added.states ?? [])],
  accounts: [...filter.accounts, ...(added.accounts ?? [])],
  regions: [...filter.regions, ...(added.regions ?? [])],
  families: [...filter.families, ...(added.families ?? [])],
  owners: [...filter.owners, ...(added.owners ?? [])],
  tags: [...filter.tags, ...(added.tags ?? [])],
  ...((added.olderThanMs ?? filter.olderThanMs) !== undefined && {
    olderThanMs: added.olderThanMs ?? filter.olderThanMs ?? 0,
  }),
})

/**
 * Reads the filters of a list. A word that is a region, an account id or an alias filters by it; any other word is a part of the name, or
 * a pattern of it. A filter may name several values, with commas or again: one of them has to fit.
 *
 * @returns the filter, or the first word that cannot be used, and why
 */
export const parseFilter = (text: string, config: Pick<Config, 'accounts'>): ParsedFilter => {
  let filter = NONE
  let asCsv = false
  const names: string[] = []
  for (const word of wordsOf(text)) {
    const read = keyOf(word, config)
    if ('name' in read) {
      const fault = word.isQuoted ? undefined : equalsFault(read.name)
      if (fault) return { ok: false, fault }
      if (read.name !== '') names.push(read.name)
      continue
    }
    if ('unknown' in read) return { ok: false, fault: unknownFault(word.text, read.unknown, read.value) }
    const added = readFilterValue(read.key, read.value, config)
    if (isUnusable(added)) return { ok: false, fault: valueFault(word.text, read.key, added) }
    filter = withAdded(filter, added)
    asCsv ||= added.asCsv === true
  }
  const name = names.join(' ')
  if (name === '') return { ok: true, filter, asCsv }
  return { ok: true, filter: { ...filter, name: /[*?]/.test(name) ? name : `*${name}*` }, asCsv }
}
