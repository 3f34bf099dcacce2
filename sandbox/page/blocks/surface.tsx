import { createContext, useContext } from 'react'
import type { Press } from '../api.ts'
import type { FormValues, StateValue } from './state-value.ts'

/** What an external select asks the app for. */
interface Query {
  action_id: string
  block_id: string
  value: string
}

/** Where blocks stand: a message, a modal or the Home tab. It knows what a press there means. */
export interface Surface {
  /** Gives what went wrong, in words; nothing when all went well. */
  press: (press: Press) => Promise<string | undefined>
  /** The options or option groups that the app offers for what has been typed. */
  suggest: (query: Query) => Promise<object>
  /** What the inputs hold, and what is wrong with them, by `block_id`. */
  form: {
    values: FormValues
    errors: Record<string, string>
    set: (blockId: string, actionId: string, value: StateValue) => void
  }
}

const nowhere: Surface = {
  press: async () => undefined,
  suggest: async () => ({ options: [] }),
  form: { values: {}, errors: {}, set: () => {} },
}

const SurfaceContext = createContext<Surface>(nowhere)

export const SurfaceProvider = SurfaceContext.Provider
export const useSurface = (): Surface => useContext(SurfaceContext)
