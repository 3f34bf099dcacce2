import type { Suggestion } from '../domain/suggestion.ts'
import type { Suggestions } from '../ports.ts'
import { updateExisting } from './update-stored.ts'

/**
 * Changes a suggestion: see `updateStored`.
 *
 * @param of its id; or the suggestion as it was read or written
 * @param change gives the new suggestion, or undefined to leave it
 * @returns undefined if there is none
 */
export const changeSuggestion = async (
  ledger: Suggestions,
  of: string | Suggestion,
  change: (suggestion: Suggestion) => Suggestion | undefined,
): Promise<{ suggestion: Suggestion; changed: boolean } | undefined> => {
  const storedOf = (id: string) => ({
    name: `The suggestion ${id}`,
    read: () => ledger.readSuggestion(id),
    save: ledger.saveSuggestion,
  })
  const updated = await updateExisting(storedOf, of, change)
  return updated && { suggestion: updated.item, changed: updated.changed }
}
