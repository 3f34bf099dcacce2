import type { Path, PathFault } from './fault.ts'

/**
 * Every JavaScript object inherits these names, so they can't be keys: they would be found where nobody wrote them, and lost where
 * somebody did.
 */
const isReserved = (key: string): boolean => key in Object.prototype || key === 'prototype'

/** A channel is the same with and without its #. */
const sameAs = (entry: unknown): unknown => (typeof entry === 'string' ? entry.replace(/^#/, '') : entry)

/** Finds what no part of the file may have: keys that JavaScript reserves, and the same entry twice in a list. */
export const entryFaults = (value: unknown, path: Path = []): PathFault[] => {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value))
    return value.flatMap((entry, i) => {
      const isTwice =
        typeof entry !== 'object' && value.slice(0, i).some(earlier => sameAs(earlier) === sameAs(entry))
      return isTwice
        ? [{ path: [...path, i], expected: `each entry once, got ${JSON.stringify(entry)} twice` }]
        : entryFaults(entry, [...path, i])
    })
  return Object.entries(value).flatMap(([key, inside]) => {
    const own = [...path, key]
    if (key.trim() === '') return [{ path: own, expected: 'a name before the colon, got none' }]
    return isReserved(key)
      ? [{ path: own, expected: `another key than ${JSON.stringify(key)}, which JavaScript reserves` }]
      : entryFaults(inside, own)
  })
}
