import { messageOf, Refusal } from '../kernel/refusal.ts'
import type { Keepable } from './keeper.ts'
import type { Store } from './store.ts'

/** Restores the state of an earlier run in the services. Any fault ends the start before anything is written. */
export const takeUp = async (store: Store, services: Readonly<Record<string, Keepable>>): Promise<void> => {
  for (const [name, service] of Object.entries(services)) {
    const state = store.read(name)
    if (state === undefined) continue
    try {
      await service.restore(state)
    } catch (error) {
      throw new Refusal(
        `${store.fileOf(name)} is not what a sandbox keeps of ${name}: ${messageOf(error)}. ` +
          'Nothing was changed. Repair it, move the folder away, or choose another one.',
        { cause: error },
      )
    }
  }
}
