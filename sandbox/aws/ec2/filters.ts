import { Ec2Error } from './errors.ts'
import type { Query } from './query.ts'

/** One filter: any of its values, of which `*` and `?` are wildcards. All filters must fit. */
export interface Filter {
  name: string
  values: string[]
}

/** EC2's limit for the values of all filters of a call together. */
const VALUES_AT_MOST = 200

export const parseFilters = (query: Query): Filter[] => {
  const filters = query.structures('Filter').map(filter => ({
    name: filter.text('Name') ?? '',
    values: filter.list('Value'),
  }))
  if (filters.reduce((sum, filter) => sum + filter.values.length, 0) > VALUES_AT_MOST) {
    throw new Ec2Error(
      'FilterLimitExceeded',
      'The maximum number of filter values specified on a single call is 200',
    )
  }
  return filters
}

/** A text in which `*` and `?` are wildcards, unless a backslash stands before them. */
export const toPattern = (value: string): RegExp => {
  const source = value.replace(/\\([*?\\])|[.*+?^${}()|[\]\\]/g, (whole, escaped: string | undefined) => {
    if (escaped !== undefined) return `\\${escaped}`
    if (whole === '*') return '[^]*'
    if (whole === '?') return '[^]'
    return `\\${whole}`
  })
  return new RegExp(`^${source}$`)
}

/** Whether a thing fits all filters; `read` gives a filter's values of the thing, undefined for an unknown filter. */
export const fitsFilters = (
  filters: readonly Filter[],
  read: (name: string) => string[] | undefined,
): boolean =>
  filters.every(filter => {
    const actual = read(filter.name)
    if (!actual) throw new Ec2Error('InvalidParameterValue', `The filter '${filter.name}' is invalid`)
    const patterns = filter.values.map(toPattern)
    return actual.some(value => patterns.some(pattern => pattern.test(value)))
  })

/** The filters `tag:<key>`, `tag-key` and `tag-value`, which most resources have. */
export const readTagFilter = (
  name: string,
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): string[] | undefined => {
  if (name.startsWith('tag:')) {
    return tags.filter(tag => tag.Key === name.slice('tag:'.length)).map(tag => tag.Value ?? '')
  }
  if (name === 'tag-key') return tags.map(tag => tag.Key ?? '')
  if (name === 'tag-value') return tags.map(tag => tag.Value ?? '')
  return undefined
}
