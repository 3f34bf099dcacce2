import * as v from 'valibot'
import { SsmError } from './errors.ts'
import type { StoredParameter } from './parameter.ts'

const FilterSchema = v.object({
  Key: v.string(),
  Option: v.optional(v.string()),
  Values: v.optional(v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(50))),
})
export const FiltersSchema = v.optional(v.array(FilterSchema), [])
export type ParameterFilter = v.InferOutput<typeof FilterSchema>

/** Whether a parameter lies below a path: right below it, or anywhere. */
export const isUnder = (name: string, path: string, recursive: boolean): boolean => {
  const folder = path.endsWith('/') ? path : `${path}/`
  return name.startsWith(folder) && (recursive || !name.slice(folder.length).includes('/'))
}

type Test = (actual: string, wanted: string) => boolean

const EQUALS: Readonly<Record<string, Test>> = {
  Equals: (actual, wanted) => actual === wanted,
  BeginsWith: (actual, wanted) => actual.startsWith(wanted),
}

/** For each key: what of a parameter it looks at, its options, and the one that holds when none is given. */
const KEYS: Readonly<
  Record<
    string,
    { read: (parameter: StoredParameter) => string; options: Readonly<Record<string, Test>>; usual: string }
  >
> = {
  Name: {
    read: ({ name }) => name,
    options: { ...EQUALS, Contains: (actual, wanted) => actual.includes(wanted) },
    usual: 'Equals',
  },
  Type: { read: ({ type }) => type, options: EQUALS, usual: 'Equals' },
  DataType: { read: ({ dataType }) => dataType, options: EQUALS, usual: 'Equals' },
  Path: {
    read: ({ name }) => name,
    options: {
      OneLevel: (actual, wanted) => isUnder(actual, wanted, false),
      Recursive: (actual, wanted) => isUnder(actual, wanted, true),
    },
    usual: 'OneLevel',
  },
}

/** All filters must fit, each with any of its values. `keys` are those that the call takes. */
export const fitsFilters = (
  parameter: StoredParameter,
  filters: readonly ParameterFilter[],
  keys: readonly string[],
): boolean =>
  filters.every(({ Key, Option, Values = [] }) => {
    const key = keys.includes(Key) ? KEYS[Key] : undefined
    if (!key) throw new SsmError('InvalidFilterKey', `The specified key ${Key} is not valid.`)
    const test = key.options[Option ?? key.usual]
    if (!test) throw new SsmError('InvalidFilterOption', `The specified option ${Option} is not valid.`)
    return Values.some(wanted => test(key.read(parameter), wanted))
  })
