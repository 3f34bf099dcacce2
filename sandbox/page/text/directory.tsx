import { createContext, useContext } from 'react'
import type { Channel, Person, UserGroup } from '../model.ts'

/** Who and what can be named in a text. */
export interface Directory {
  people: readonly Person[]
  channels: readonly Channel[]
  groups: readonly UserGroup[]
  /** The viewer; their own mentions stand out. */
  me: string
}

const DirectoryContext = createContext<Directory>({ people: [], channels: [], groups: [], me: '' })

export const DirectoryProvider = DirectoryContext.Provider
export const useDirectory = (): Directory => useContext(DirectoryContext)
