import * as v from 'valibot'

export type Schema<T> = v.GenericSchema<unknown, T>

type Entry<T, Key extends keyof T> =
  Record<string, never> extends Pick<T, Key>
    ? v.ExactOptionalSchema<Schema<Exclude<T[Key], undefined>>, undefined>
    : Schema<T[Key]>

/**
 * The schema of an object that the ledger holds, with an entry for each property of its type. Unknown properties are kept: a newer
 * version may have written them.
 */
export const shape = <T extends object>(entries: { [Key in keyof T]-?: Entry<T, Key> }): Schema<T> =>
  v.looseObject(entries as v.ObjectEntries) as unknown as Schema<T>

export const maybe = <T>(schema: Schema<T>) => v.exactOptional(schema)
export const list = <T>(schema: Schema<T>): Schema<readonly T[]> => v.array(schema)

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Values by any name. `v.record` leaves out names such as `prototype`, which a tag may have. */
export const byName = <T>(schema: Schema<T>): Schema<Readonly<Record<string, T>>> =>
  v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isObject),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const parsed = Object.entries(dataset.value).map(([name, value]) => {
        const one = v.safeParse(schema, value)
        if (!one.success) addIssue({ message: `one of its values is not ${one.issues[0].expected}` })
        return [name, one.output as T] as const
      })
      return dataset.issues ? NEVER : Object.fromEntries(parsed)
    }),
  )
export const oneOf = <const T extends string>(values: readonly T[]): Schema<T> => v.picklist(values)
export const oneOfNumbers = <const T extends number>(values: readonly T[]): Schema<T> => v.picklist(values)
export const text: Schema<string> = v.string()
export const number: Schema<number> = v.number()
export const flag: Schema<boolean> = v.boolean()
export const yes: Schema<true> = v.literal(true)
