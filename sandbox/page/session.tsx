import { createContext, useContext } from 'react'
import type { Channel, Person } from './model.ts'

/** Who looks, and from where. */
export interface Session {
  person: Person
  people: readonly Person[]
  channels: readonly Channel[]
  becomePerson: (name: string) => void
  openChannel: (name: string) => void
}

const SessionContext = createContext<Session | undefined>(undefined)

export const SessionProvider = SessionContext.Provider

export const useSession = (): Session => {
  const session = useContext(SessionContext)
  if (!session) throw new Error('Expected a SessionProvider above this component, got none.')
  return session
}
