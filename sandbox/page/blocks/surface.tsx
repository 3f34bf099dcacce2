import { createContext, useContext } from 'react'
import type { Press } from '../api.ts'
import type { FormValues, StateValue } from './state-value.ts'

/** Where blocks stand: a message, a modal or the Home tab. It knows what a press there means. */
export interface Surface {
  press: (press: Press) => Promise<void>
  /** Only a modal has one: what its inputs hold, until it is submitted. */
  form?: {
    values: FormValues
    errors: Record<string, string>
    set: (blockId: string, actionId: string, value: StateValue) => void
  }
}

const SurfaceContext = createContext<Surface>({ press: async () => {} })

export const SurfaceProvider = SurfaceContext.Provider
export const useSurface = (): Surface => useContext(SurfaceContext)
