import { RetryLater } from '../domain/retry-later.ts'

/** One item of the ledger that is written only over the version that was read. */
interface Stored<Item extends { version: number }, Read> {
  /** For the error, as in "The record of ami-1". */
  name: string
  read(): Promise<Read>
  /** @returns false when somebody else wrote since it was read */
  save(item: Item): Promise<boolean>
}

const TRIES = 12

/**
 * Changes an item by a pure function and writes it; starts again when somebody else wrote meanwhile.
 *
 * @param known as it was read or written, and perhaps outdated: it is read again if somebody else wrote since, or if it
 * gives no reason for a change. Undefined if it has to be read
 * @param change gives the new item, or undefined to leave it
 * @returns the item as it now is, and whether this call changed it
 * @throws {RetryLater} if others wrote it each time
 */
export const updateStored = async <Item extends { version: number }, Read extends Item | undefined>(
  { name, read, save }: Stored<Item, Read>,
  known: Item | undefined,
  change: (item: Item | Read) => Item | undefined,
): Promise<{ item: Item | Read; changed: boolean }> => {
  let isFresh = known === undefined
  let item: Item | Read = known ?? (await read())
  for (let tried = 0; tried < TRIES; tried++) {
    const next = change(item)
    if (next === undefined && isFresh) return { item, changed: false }
    if (next && (await save(next))) return { item: { ...next, version: next.version + 1 }, changed: true }
    item = await read()
    isFresh = true
  }
  throw new RetryLater(2, `${name} was written by others ${TRIES} times in a row.`)
}

/**
 * Changes an item that exists, by its id or as it was read or written: see `updateStored`.
 *
 * @returns undefined if there is none
 */
export const updateExisting = async <Item extends { id: string; version: number }>(
  storedOf: (id: string) => Stored<Item, Item | undefined>,
  of: string | Item,
  change: (item: Item) => Item | undefined,
): Promise<{ item: Item; changed: boolean } | undefined> => {
  const [id, known] = typeof of === 'string' ? [of, undefined] : [of.id, of]
  const { item, changed } = await updateStored(storedOf(id), known, now => now && change(now))
  return item && { item, changed }
}
