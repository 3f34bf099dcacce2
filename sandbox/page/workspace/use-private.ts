import { api } from '../api.ts'
import { useResource } from '../live.ts'
import type { PrivateMessage } from '../model.ts'

const none: PrivateMessage[] = []

/** What this person alone sees. */
export const usePrivate = (person: string): PrivateMessage[] =>
  useResource(`person/${person}`, `private/${person}`, () => api.privateMessages(person)).data ?? none
