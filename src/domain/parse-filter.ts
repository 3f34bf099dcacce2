import { type Account, accountName, type Config } from './config.ts'
import { EVENT_STATES } from './event.ts'
import type { ImageState } from './image.ts'
import type { ListFilter } from './list-filter.ts'
import { nearest } from './nearest.ts'
import { plainText } from './pasted.ts'
import { isRegion } from './regions.ts'

/** What a filter is for, and an example. Help, README and the sentences about bad input are made of this table. */
export const FILTERS = {
  state: { example: 'state:disabled', gives: 'available, disabled, failed, deregistered or pending' },
  account: { example: 'account:production', gives: 'an account id or alias' },
  region: { example: 'region:us-east-1', gives: 'a region' },
  family: { example: 'family:payments-base', gives: 'a family; `*` and `?` stand for any characters' },
  owner: {
    example: 'owner:platform',
    gives: 'the owner by a tag (`fleet.ownerTags`), or the user group that owns the family',
  },
  tag: { example: 'tag:Team=payments', gives: 'a tag and its value; `tag:Team=*` has any' },
  'older-than': { example: 'older-than:30d', gives: 'an age in days (d), weeks (w), hours (h) or years (y)' },
  as: { example: 'as:csv', gives: 'the whole list as a file, in a direct message' },
} as const

type FilterKey = keyof typeof FILTERS
const FILTER_KEYS = Object.keys(FILTERS) as FilterKey[]
const isFilterKey = (key: string): key is FilterKey => Object.hasOwn(FILTERS, key)

const STATES: readonly ImageState[] = [...EVENT_STATES, 'pending', 'transient', 'invalid', 'error']

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

const UNIT_MS = { h: 3_600_000, d: 24 * 3_600_000, w: 7 * 24 * 3_600_000, y: 365 * 24 * 3_600_000 }
const AGE = /^(\d{1,5})\s*(h|d|w|y)$/i

const MOST_READ = 1_000

/** The words behind the verb: a quoted part belongs to its word. */
const filterWords = (text: string): { text: string; isQuoted: boolean }[] =>
  [...plainText(text.slice(0, MOST_READ)).matchAll(/(?:[^\s"]|"[^"]*"?)+/g)].map(([word]) => ({
    text: word.replaceAll('"', '').trim(),
    isQuoted: word.startsWith('"'),
  }))

/** Thrown inside this file, and never out of it. */
class Fault extends Error {
  constructor(readonly fault: FilterFault) {
    super(fault.why)
  }
}

const fail = (key: FilterKey, typed: string, why: string, meant?: string): never => {
  throw new Fault({
    typed,
    why,
    example: FILTERS[key].example,
    ...(meant !== undefined && { meant: `${key}:${meant}` }),
  })
}

type Places = Pick<Config, 'accounts'>

/**
 * Reads the filters of a list. A word that is a region, an account id or an alias means it; any other word is a part of the
 * name, or a pattern of it. A filter may name several values, with commas or again: one of them has to fit.
 *
 * @returns the filter, or the first word that cannot be used, and why
 */
export const parseFilter = (text: string, config: Places): ParsedFilter => {
  const filter = {
    states: [] as ImageState[],
    accounts: [] as string[],
    regions: [] as string[],
    families: [] as string[],
    owners: [] as string[],
    tags: [] as { key: string; value: string }[],
    olderThanMs: undefined as number | undefined,
    asCsv: false,
  }
  const names: string[] = []

  const add = (key: FilterKey, value: string, typed: string): void => {
    switch (key) {
      case 'state':
        return void filter.states.push(...valuesOf(value).map(one => stateOf(one, typed)))
      case 'account':
        return void filter.accounts.push(...valuesOf(value).map(one => accountOf(config, one, typed)))
      case 'region':
        return void filter.regions.push(...valuesOf(value).map(one => regionOf(config, one, typed)))
      case 'family':
        return void filter.families.push(...valuesOf(value))
      case 'owner':
        return void filter.owners.push(...valuesOf(value).map(one => one.replace(/^@/, '')))
      case 'tag':
        return void filter.tags.push(tagOf(value, typed))
      case 'older-than':
        filter.olderThanMs = ageOf(value, typed)
        return
      case 'as':
        if (value.toLowerCase() !== 'csv') fail('as', typed, 'A list can only be sent as CSV.', 'csv')
        filter.asCsv = true
    }
  }

  try {
    for (const { text: word, isQuoted } of filterWords(text)) {
      const [, typedKey = '', value = ''] = /^([^:=]*):(.*)$/s.exec(word) ?? []
      if (!word.includes(':')) {
        const place = isQuoted ? undefined : placeOf(config, word)
        if (place) add(place.key, place.value, word)
        else if (word !== '') names.push(word)
        continue
      }
      const key = typedKey.toLowerCase()
      if (!isFilterKey(key)) {
        const [near] = nearest(key, FILTER_KEYS)
        const meant = near && `${near}:${value}`
        return {
          ok: false,
          fault: {
            typed: word,
            why: `There is no filter "${typedKey}".`,
            example: FILTERS.state.example,
            ...(meant && { meant }),
          },
        }
      }
      if (value.trim() === '') fail(key, word, `The filter "${key}" needs a value.`)
      add(key, value, word)
    }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.fault }
    throw error
  }
  const { asCsv, olderThanMs, ...lists } = filter
  const name = names.join(' ')
  return {
    ok: true,
    asCsv,
    filter: {
      ...lists,
      ...(olderThanMs !== undefined && { olderThanMs }),
      ...(name !== '' && { name: /[*?]/.test(name) ? name : `*${name}*` }),
    },
  }
}

const valuesOf = (value: string): string[] =>
  value
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '')

const stateOf = (value: string, typed: string): ImageState => {
  const state = STATES.find(one => one === value.toLowerCase())
  return (
    state ??
    fail(
      'state',
      typed,
      `"${value}" is no state of an image. States: ${STATES.slice(0, 5).join(', ')}.`,
      nearest(value, STATES)[0],
    )
  )
}

const named = ({ id, alias }: Account, value: string): boolean =>
  id === value || alias?.toLowerCase() === value.toLowerCase()

const accountOf = (config: Places, value: string, typed: string): string => {
  const { accounts } = config
  const words = accounts.map(({ id }) => accountName(config, id))
  const [near] = nearest(value, [...words, ...accounts.map(({ id }) => id)])
  return (
    accounts.find(one => named(one, value))?.id ??
    fail('account', typed, `Account "${value}" isn't configured. Configured: ${words.join(', ')}.`, near)
  )
}

const regionsOf = ({ accounts }: Places): string[] => [...new Set(accounts.flatMap(({ regions }) => regions))]

const regionOf = (config: Places, value: string, typed: string): string => {
  const regions = regionsOf(config)
  return (
    regions.find(one => one === value.toLowerCase()) ??
    fail(
      'region',
      typed,
      `Region "${value}" isn't configured. Configured: ${regions.join(', ')}.`,
      nearest(value, regions)[0],
    )
  )
}

const tagOf = (value: string, typed: string): { key: string; value: string } => {
  const at = value.indexOf('=')
  if (at < 1 || at === value.length - 1) return fail('tag', typed, 'A tag needs a key and a value.')
  return { key: value.slice(0, at), value: value.slice(at + 1) }
}

const ageOf = (value: string, typed: string): number => {
  const [, count, unit = 'd'] = AGE.exec(value.trim()) ?? []
  if (count === undefined)
    return fail(
      'older-than',
      typed,
      `"${value}" is no age.`,
      /^\d{1,5}$/.test(value) ? `${value}d` : undefined,
    )
  return Number(count) * UNIT_MS[unit.toLowerCase() as keyof typeof UNIT_MS]
}

/** A word alone that names a place. A region that is not configured is meant as one, too. */
const placeOf = (config: Places, word: string): { key: 'account' | 'region'; value: string } | undefined => {
  if (isRegion(word.toLowerCase()) || regionsOf(config).includes(word)) return { key: 'region', value: word }
  const isAccount = /^\d{12}$/.test(word) || config.accounts.some(one => named(one, word))
  return isAccount ? { key: 'account', value: word } : undefined
}
