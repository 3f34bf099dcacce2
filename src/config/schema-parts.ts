import * as v from 'valibot'

/** The parts of the schema of `amiops.config.yml`. */

/** A list, a set or a date is an object too, one without keys: as a clause it would fit everything. */
export const isMap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
const map = v.custom<object>(isMap, 'keys with values')

export const keys = <const T extends v.ObjectEntries>(entries: T) => v.pipe(map, v.strictObject(entries))

export const named = <T extends v.GenericSchema>(schema: T) => v.pipe(map, v.record(v.string(), schema))

/** The same where the names have a form of their own. */
export const namedAs = <const N extends v.GenericSchema<string, string>, T extends v.GenericSchema>(
  name: N,
  schema: T,
) => v.pipe(map, v.record(name, schema))

/** What a key is for, for docs/config.md and for editors. */
export const described = <const T extends v.GenericSchema<unknown, unknown>>(
  schema: T,
  description: string,
) => v.pipe(schema, v.description(description))

export const oneOrMore = <T extends v.GenericSchema<unknown, unknown>>(schema: T) =>
  v.union(
    [
      v.pipe(
        schema,
        v.transform(one => [one]),
      ),
      v.pipe(v.array(schema), v.minLength(1, 'a list with at least one entry')),
    ],
    issue => expectedInside(issue),
  )

/** The same for objects: a fault is reported at its own key. The metadata tells it to tools that read the schema. */
export const oneOrMoreMaps = <T extends v.GenericSchema<unknown, unknown>>(schema: T) =>
  v.pipe(
    v.unknown(),
    v.transform((given): unknown[] => (Array.isArray(given) ? given : [given])),
    v.array(schema),
    v.metadata({ oneOrMore: true }),
  )

/** The innermost complaint of a "one or a list of them" says more than "invalid union". */
const expectedInside = (issue: v.UnionIssue<v.BaseIssue<unknown>>): string => {
  const inner = issue.issues?.map(i => i.message).filter(m => !m.startsWith('Invalid')) ?? []
  return [...new Set(inner)].join(', or ') || 'one value or a list of them'
}

export const text = (expected: string) => v.pipe(v.string(expected), v.nonEmpty(expected))
