import { api } from '../api.ts'
import { useResource } from '../live.ts'
import type { PrivateMessage } from '../model.ts'
import { useSession } from '../session.tsx'

const none: PrivateMessage[] = []

/** What this person alone sees. */
export const usePrivate = (person: string): PrivateMessage[] =>
  useResource(`person/${person}`, `private/${person}`, () => api.privateMessages(person)).data ?? none

/** The direct messages of the app and this person. */
export const useDirect = (): PrivateMessage[] => {
  const { person, channels } = useSession()
  return usePrivate(person.name).filter(message => !channels.some(({ id }) => id === message.channel))
}

/** How many of them the person has not read. */
export const unreadIn = (direct: readonly PrivateMessage[]): number =>
  direct.filter(message => message.is_unread).length
