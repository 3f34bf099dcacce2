import type { Suggestion } from '../../domain/suggestion.ts'

/** Plans that amiops suggests. */
export interface Suggestions {
  readSuggestion(id: string): Promise<Suggestion | undefined>
  /** Writes a suggestion. @returns false when somebody else wrote since it was read: read again. */
  saveSuggestion(suggestion: Suggestion): Promise<boolean>
  /** The ids of those that are due (`suggestionDueAtMs`), longest waiting first. */
  readDueSuggestions(nowMs: number): Promise<readonly string[]>
}
