import { randomUUID } from 'node:crypto'
import type { FleetRow } from './fleet-rows.ts'

export interface FleetChanges {
  /** To be given back with the next question. */
  cursor: string
  /** Whether `rows` are all there are, and not only those that changed since. */
  isAll: boolean
  rows: FleetRow[]
  /** Keys of the rows that were removed. */
  gone: string[]
}

const isSame = (a: FleetRow | undefined, b: FleetRow): boolean =>
  a !== undefined && (Object.keys(b) as (keyof FleetRow)[]).every(name => a[name] === b[name])

const keyOf = ({ account, region, imageId }: FleetRow): string => `${account}/${region}/${imageId}`

/** Answers with what changed since the last answer: one image of ten thousand is one row, not ten thousand. */
export const createFleetChanges = () => {
  // A cursor of an earlier run of the sandbox must not be taken for one of this run.
  const run = randomUUID().slice(0, 8)
  const known = new Map<string, { version: number; row: FleetRow | undefined }>()
  let version = 0

  const learn = (rows: readonly FleetRow[]) => {
    version += 1
    const here = new Set<string>()
    for (const row of rows) {
      const key = keyOf(row)
      here.add(key)
      if (!isSame(known.get(key)?.row, row)) known.set(key, { version, row })
    }
    for (const [key, { row }] of known) {
      if (row && !here.has(key)) known.set(key, { version, row: undefined })
    }
  }

  return (rows: readonly FleetRow[], since: string | undefined): FleetChanges => {
    learn(rows)
    const [ofRun, seen] = (since ?? '').split('.')
    const isAll = ofRun !== run
    const changed = [...known].filter(([, entry]) => isAll || entry.version > Number(seen))
    return {
      cursor: `${run}.${version}`,
      isAll,
      rows: changed.flatMap(([, { row }]) => row ?? []),
      gone: isAll ? [] : changed.filter(([, { row }]) => !row).map(([key]) => key),
    }
  }
}
