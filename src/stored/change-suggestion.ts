import type { Suggestion } from '../domain/suggestion.ts'
import type { Suggestions } from '../ports.ts'
import { updateStored } from './update-stored.ts'

/**
 * Changes a suggestion: see `updateStored`.
 *
 * @param of its id; or the suggestion as it was read or written
 * @param change gives the new suggestion, or undefined to leave it
 * @returns undefined where there is none
 */
export const changeSuggestion = async (
  ledger: Suggestions,
  of: string | Suggestion,
  change: (suggestion: Suggestion) => Suggestion | undefined,
): Promise<{ suggestion: Suggestion; changed: boolean } | undefined> => {
  const known = typeof of === 'string' ? undefined : of
  const id = typeof of === 'string' ? of : of.id
  const stored = {
    name: `The suggestion ${id}`,
    read: () => ledger.readSuggestion(id),
    save: ledger.saveSuggestion,
  }
  const { item, changed } = await updateStored(stored, known, now => now && change(now))
  return item && { suggestion: item, changed }
}
