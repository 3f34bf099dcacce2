import { renderNoPlanRight } from '../../../blocks/plan-answers.ts'
import { renderSuggestionOver } from '../../../blocks/suggestion-answers.ts'
import type { AskOf } from '../../domain/ask.ts'
import { rolesFor } from '../../domain/authorise.ts'
import { declineSuggestion as decline } from '../../domain/suggestion.ts'
import type { Leases, Memberships, Messenger } from '../../ports.ts'
import { changeSuggestion } from '../../stored/change-suggestion.ts'
import { authorise } from '../steps/authorise.ts'
import { sayPrivately } from '../steps/reply.ts'
import type { SuggestNeeds } from './needs.ts'
import { showSuggestion } from './show-suggestion.ts'

interface Needs extends SuggestNeeds {
  ledger: SuggestNeeds['ledger'] & Memberships & Leases
  messenger: Messenger
}

/** Declines a suggestion. It takes the permission to request its action; a second click changes nothing. */
export const declineSuggestion = async (needs: Needs, ask: AskOf<'decline-suggestion'>): Promise<void> => {
  const { ledger, config } = needs
  const suggestion = await ledger.readSuggestion(ask.suggestionId)
  if (!suggestion) return sayPrivately(needs, ask, renderSuggestionOver(undefined))
  const right = await authorise(needs, ask, rolesFor(config, suggestion.action))
  if (!right.allowed) return sayPrivately(needs, ask, renderNoPlanRight(suggestion.action, right))
  const written = await changeSuggestion(ledger, suggestion, now => decline(now, ask.person))
  const now = written?.suggestion ?? suggestion
  if (now.state !== 'declined' || now.declinedBy?.userId !== ask.person.userId)
    return sayPrivately(needs, ask, renderSuggestionOver(now))
  needs.log.info('A suggestion was declined.', { suggestion: now.id, person: ask.person.userId })
  await showSuggestion(needs, now)
}
