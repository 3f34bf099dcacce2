import type { Clock } from '../kernel/clock.ts'
import type { Store } from './store.ts'

/** A part of the world whose state outlives a run. */
export interface Keepable {
  /** Everything that has to be restored, as JSON. A promise holds back all changes until it is saved. */
  snapshot(): unknown
  /** Takes the place of what is there; throws at what no snapshot is. */
  restore(state: unknown): void | Promise<void>
  /** Whether the snapshot is a promise. */
  isSlow?: boolean
}

export interface KeeperOptions {
  clock: Clock
  store: Store
  services: Readonly<Record<string, Keepable>>
  /** A save that failed; it is tried again. */
  onTrouble: (error: unknown) => void
}

export interface Keeper {
  /** To be called after a service's state has changed. */
  touch(service: string): void
  /** Saves every service now, touched or not; rejects where that fails. */
  saveAll(): Promise<void>
}

/** From a change to its save. With the save itself, a sudden death loses at most the last second. */
const SAVE_AFTER_MS = 400

/** When a failed save is tried again: a full disk is not emptied within a second, and one message in this time is enough. */
const TRY_AGAIN_MS = 10_000

/** Saves what was touched, a little later, and never twice at the same time. */
export const createKeeper = ({ clock, store, services, onTrouble }: KeeperOptions): Keeper => {
  const touched = new Set<string>()
  let isDue = false
  let last: Promise<void> = Promise.resolve()

  /** All of one moment: those that take time come first, then all others in one turn. */
  const takeSnapshots = async (states: Record<string, unknown>): Promise<void> => {
    const take = (name: string, snapshot: unknown) => {
      states[name] = snapshot
      touched.delete(name)
    }
    const wanted = Object.entries(services)
    for (const [name, service] of wanted) {
      if (service.isSlow && touched.has(name)) take(name, await service.snapshot())
    }
    for (const [name, service] of wanted) {
      if (!service.isSlow && touched.has(name)) take(name, service.snapshot())
    }
  }

  const saveNow = async () => {
    const states: Record<string, unknown> = {}
    try {
      await takeSnapshots(states)
      if (Object.keys(states).length > 0) await store.save(states, clock.nowMs())
    } catch (error) {
      for (const name of Object.keys(states)) touched.add(name)
      throw error
    }
  }

  const save = (): Promise<void> => {
    const mine = last.catch(() => {}).then(saveNow)
    last = mine
    return mine
  }

  const saveAfter = async (delayMs: number): Promise<void> => {
    if (isDue) return
    isDue = true
    await clock.sleep(delayMs)
    isDue = false
    try {
      await save()
    } catch (error) {
      onTrouble(error)
      await saveAfter(TRY_AGAIN_MS)
    }
  }

  return {
    touch(service) {
      touched.add(service)
      void saveAfter(SAVE_AFTER_MS)
    },
    saveAll() {
      for (const name of Object.keys(services)) touched.add(name)
      return save()
    },
  }
}
