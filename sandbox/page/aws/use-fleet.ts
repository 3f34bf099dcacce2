import { useEffect, useState } from 'react'
import { listen } from '../live.ts'
import { awsApi } from './aws-api.ts'
import { type FleetChanges, type FleetRow, keyOf } from './aws-model.ts'

export interface FleetState {
  rows: ReadonlyMap<string, FleetRow>
  /** Of accounts, by their ids. */
  names: ReadonlyMap<string, string>
  isLoaded: boolean
  error?: string
}

const apply = (rows: ReadonlyMap<string, FleetRow>, changes: FleetChanges): ReadonlyMap<string, FleetRow> => {
  if (!changes.isAll && changes.rows.length === 0 && changes.gone.length === 0) return rows
  const next = new Map(changes.isAll ? [] : rows)
  for (const key of changes.gone) next.delete(key)
  for (const row of changes.rows) next.set(keyOf(row), row)
  return next
}

const withNames = (
  names: ReadonlyMap<string, string>,
  changes: FleetChanges,
): ReadonlyMap<string, string> => {
  const learnt = Object.entries(changes.names).filter(([account, name]) => names.get(account) !== name)
  return learnt.length > 0 ? new Map([...names, ...learnt]) : names
}

/** After an answer, the next request waits this many times as long as the answer took. */
const PAUSES = 3

/** Every image, kept up to date by asking only for what changed since the last answer. */
export const useFleet = (): FleetState => {
  const [state, setState] = useState<FleetState>({ rows: new Map(), names: new Map(), isLoaded: false })
  useEffect(() => {
    let cursor = ''
    let isAsking = false
    let isDue = false
    let isOver = false
    const ask = async () => {
      if (isAsking) {
        isDue = true
        return
      }
      isAsking = true
      const askedAtMs = performance.now()
      try {
        const changes = await awsApi.fleet(cursor)
        cursor = changes.cursor
        if (!isOver)
          setState(old => ({
            rows: apply(old.rows, changes),
            names: withNames(old.names, changes),
            isLoaded: true,
          }))
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        if (!isOver) setState(old => ({ ...old, error: message }))
      }
      // Of many thousand images an answer takes a while: the sandbox has other things to do, too.
      await new Promise(resolve => setTimeout(resolve, PAUSES * (performance.now() - askedAtMs)))
      isAsking = false
      if (!isDue || isOver) return
      isDue = false
      void ask()
    }
    void ask()
    const stop = listen('images', () => void ask())
    return () => {
      isOver = true
      stop()
    }
  }, [])
  return state
}
