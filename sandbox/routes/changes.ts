/** Something that a page may want to look at again. */
export type Change = Readonly<Record<string, unknown>> & { type: string }

export interface Changes {
  tell(change: Change): void
  subscribe(listener: (change: Change) => void): () => void
}

export const createChanges = (): Changes => {
  const listeners = new Set<(change: Change) => void>()
  return {
    tell(change) {
      for (const listener of listeners) listener(change)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
