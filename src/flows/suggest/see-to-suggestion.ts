import { expireSuggestion } from '../../domain/suggestion.ts'
import { changeSuggestion } from '../../stored/change-suggestion.ts'
import type { SuggestNeeds } from './needs.ts'
import { showSuggestion } from './show-suggestion.ts'
import { postSuggestion } from './suggest-plan.ts'

/** What the schedule does for a suggestion that is due: posts it if its function ended before that, lets it expire, shows its end. */
export const seeToSuggestion = async (needs: SuggestNeeds, id: string): Promise<void> => {
  const { ledger, clock } = needs
  const known = await ledger.readSuggestion(id)
  if (!known) return
  const expired = await changeSuggestion(ledger, known, now => expireSuggestion(now, clock.nowMs()))
  const suggestion = expired?.suggestion ?? known
  if (suggestion.state === 'open') await postSuggestion(needs, suggestion)
  else await showSuggestion(needs, suggestion)
}
