import * as v from 'valibot'
import type { Schema } from './schemas/shape.ts'

/**
 * The format that this version writes. It is raised when the previous version could not read what is written; `parseStored` then gets a
 * reader for the old format.
 */
export const FORMAT = 1

/** Whether a later version of amiops wrote an item. */
export const isNewer = ({ format }: Readonly<Record<string, unknown>>): boolean =>
  typeof format === 'number' && format > FORMAT

/** What an item holds beside its keys. */
export const stored = <Content extends object>(content: Content): Content & { format: number } => ({
  ...content,
  format: FORMAT,
})

/**
 * Reads items of which some may be unreadable. Among many such an item is left out; alone it throws, so that only what needs it
 * fails.
 */
export const readable = <Item, T>(items: readonly Item[], parse: (item: Item) => T): T[] => {
  if (items.length === 1) return items.map(parse)
  return items.flatMap(item => {
    try {
      return [parse(item)]
    } catch {
      return []
    }
  })
}

/**
 * Reads one attribute of an item.
 *
 * @throws if the item has another format, or content that does not fit. The error names the item and what is wrong, without values
 */
export const parseStored = <T>(
  schema: Schema<T>,
  item: Readonly<Record<string, unknown>>,
  attribute: string,
): T => {
  const name = `The ledger’s item ${String(item.pk)} ${String(item.sk)}`
  if (item.format !== FORMAT)
    throw new Error(
      `${name} has format ${String(item.format)}, and this version of amiops reads format ${FORMAT}. Deploy the version that wrote it.`,
    )
  const parsed = v.safeParse(schema, item[attribute])
  if (parsed.success) return parsed.output
  const faults = parsed.issues
    .slice(0, 3)
    .map(issue => `${[attribute, v.getDotPath(issue)].filter(Boolean).join('.')} is not ${issue.expected}`)
  throw new Error(`${name} cannot be read: ${faults.join('; ')}.`)
}
