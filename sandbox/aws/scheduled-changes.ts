import type { Clock } from '../kernel/clock.ts'

/** The changes that a service will still make by itself, as data: they can be saved, and continued by another process. */
export interface ScheduledChanges<Entry> {
  add(entry: Entry): void
  entries(): readonly Entry[]
  /** Drops the entries that fit: they do not happen. */
  cancel(isMeant: (entry: Entry) => boolean): void
  /** Replaces all entries; those whose time has passed happen at once. */
  replace(entries: readonly Entry[]): void
}

export const createScheduledChanges = <Entry extends { atMs: number }>(
  clock: Clock,
  act: (entry: Entry) => void,
): ScheduledChanges<Entry> => {
  const pending = new Set<Entry>()
  const add = (entry: Entry) => {
    pending.add(entry)
    void clock.sleep(entry.atMs - clock.nowMs()).then(() => {
      if (pending.delete(entry)) act(entry)
    })
  }
  return {
    add,
    entries: () => [...pending],
    cancel(isMeant) {
      for (const entry of pending) if (isMeant(entry)) pending.delete(entry)
    },
    replace(entries) {
      pending.clear()
      for (const entry of entries) add(entry)
    },
  }
}
