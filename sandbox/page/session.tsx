import { createContext, useContext } from 'react'
import type { Channel, Person } from './model.ts'

/** Who looks, and from where. */
export interface Session {
  person: Person
  people: readonly Person[]
  channels: readonly Channel[]
  becomePerson: (name: string) => void
  openChannel: (name: string) => void
  /** Something the guide waits for has been done. */
  done: (step: GuideStep) => void
}

export type GuideStep = 'bake' | 'press' | 'switch'

const SessionContext = createContext<Session | undefined>(undefined)

export const SessionProvider = SessionContext.Provider

export const useSession = (): Session => {
  const session = useContext(SessionContext)
  if (!session) throw new Error('Expected a SessionProvider above this component, got none.')
  return session
}
