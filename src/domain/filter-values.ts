import { type Account, accountName, type Config } from './config.ts'
import { parseDurationMs } from './duration.ts'
import type { FilterKey } from './filters.ts'
import { IMAGE_STATES, type ImageState } from './image.ts'
import type { ListFilter } from './list-filter.ts'
import { nearest } from './nearest.ts'
import { isRegion } from './regions.ts'

type Places = Pick<Config, 'accounts'>

/** What one filter adds to a list's filters. */
export type Added = Partial<Omit<ListFilter, 'name'>> & { asCsv?: true }

/** Why a value cannot be used, and what was probably meant. */
export interface Unusable {
  why: string
  meant?: string
}

const unusable = (why: string, meant?: string): Unusable => ({ why, ...(meant !== undefined && { meant }) })

export const isUnusable = (read: string | Added | Unusable): read is Unusable =>
  typeof read === 'object' && 'why' in read

const partsOf = (value: string): string[] =>
  value
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '')

/** Reads each of several values. @returns all of them, or the first that cannot be used */
const readEach = <T extends string>(value: string, read: (one: string) => T | Unusable): T[] | Unusable => {
  const all: T[] = []
  for (const one of partsOf(value)) {
    const found = read(one)
    if (typeof found === 'object') return found
    all.push(found)
  }
  return all
}

const listed = <Key extends keyof Added>(key: Key, values: Added[Key] | Unusable): Added | Unusable =>
  typeof values === 'object' && 'why' in values ? values : { [key]: values }

const readState = (value: string): ImageState | Unusable =>
  IMAGE_STATES.find(one => one === value.toLowerCase()) ??
  unusable(
    `"${value}" is no state of an image. States: ${IMAGE_STATES.slice(0, 5).join(', ')}.`,
    nearest(value, IMAGE_STATES)[0],
  )

const isNamed = ({ id, alias }: Account, value: string): boolean =>
  id === value || alias?.toLowerCase() === value.toLowerCase()

const readAccount = (value: string, config: Places): string | Unusable => {
  const { accounts } = config
  const names = accounts.map(({ id }) => accountName(config, id))
  return (
    accounts.find(one => isNamed(one, value))?.id ??
    unusable(
      `Account "${value}" isn’t configured. Configured: ${names.join(', ')}.`,
      nearest(value, [...names, ...accounts.map(({ id }) => id)])[0],
    )
  )
}

const regionsOf = ({ accounts }: Places): string[] => [...new Set(accounts.flatMap(({ regions }) => regions))]

const readRegion = (value: string, config: Places): string | Unusable => {
  const regions = regionsOf(config)
  return (
    regions.find(one => one === value.toLowerCase()) ??
    unusable(
      `Region "${value}" isn’t configured. Configured: ${regions.join(', ')}.`,
      nearest(value, regions)[0],
    )
  )
}

const readTag = (value: string): Added | Unusable => {
  const at = value.indexOf('=')
  return at < 1 || at === value.length - 1
    ? unusable('A tag needs a key and a value.')
    : { tags: [{ key: value.slice(0, at), value: value.slice(at + 1) }] }
}

const readAge = (value: string): Added | Unusable => {
  const olderThanMs = parseDurationMs(value)
  return olderThanMs === undefined
    ? unusable(`"${value}" is no age.`, /^\d{1,5}$/.test(value) ? `${value}d` : undefined)
    : { olderThanMs }
}

const READERS: Readonly<Record<FilterKey, (value: string, config: Places) => Added | Unusable>> = {
  state: value => listed('states', readEach(value, readState)),
  account: (value, config) =>
    listed(
      'accounts',
      readEach(value, one => readAccount(one, config)),
    ),
  region: (value, config) =>
    listed(
      'regions',
      readEach(value, one => readRegion(one, config)),
    ),
  family: value => ({ families: partsOf(value) }),
  owner: value => ({ owners: partsOf(value).map(one => one.replace(/^@/, '')) }),
  tag: readTag,
  'older-than': readAge,
  as: value =>
    value.toLowerCase() === 'csv' ? { asCsv: true } : unusable('A list can only be sent as CSV.', 'csv'),
}

/** Reads the value of one filter. @param value as it was typed, without the key */
export const readFilterValue = (key: FilterKey, value: string, config: Places): Added | Unusable =>
  value.trim() === '' ? unusable(`The filter "${key}" needs a value.`) : READERS[key](value, config)

/** The filter that a single word stands for, if it names an account or region. A region that is not configured counts, too. */
export const placeFilterOf = (config: Places, word: string): 'account' | 'region' | undefined => {
  if (isRegion(word.toLowerCase()) || regionsOf(config).includes(word)) return 'region'
  return /^\d{12}$/.test(word) || config.accounts.some(one => isNamed(one, word)) ? 'account' : undefined
}
