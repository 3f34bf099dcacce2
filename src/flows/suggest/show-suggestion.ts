import { renderSuggestion, type SuggestionView } from '../../../blocks/suggestion.ts'
import { accountName, priceOf } from '../../domain/config.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import type { Suggestion } from '../../domain/suggestion.ts'
import { changeSuggestion } from '../../stored/change-suggestion.ts'
import type { SuggestNeeds } from './needs.ts'

export const viewOf = ({ config }: Pick<SuggestNeeds, 'config'>, suggestion: Suggestion): SuggestionView => ({
  suggestion,
  nameOf: account => accountName(config, account),
  priceOf: region => priceOf(config, region),
})

/**
 * Updates its message. A deleted message is not posted again: the next suggestion has a message of its own.
 *
 * @throws {RetryLater} when Slack has no room now
 */
export const showSuggestion = async (needs: SuggestNeeds, suggestion: Suggestion): Promise<void> => {
  const { card, state, id } = suggestion
  if (card) {
    const delivery = await needs.messenger.update(
      card.channelId,
      card.ts,
      renderSuggestion(viewOf(needs, suggestion)),
    )
    throwIfBusy(delivery, 'the message of a suggestion is edited')
    if (delivery.kind !== 'delivered')
      needs.log.warn('The message of a suggestion could not be edited.', { suggestion: id, ...delivery })
  }
  if (state !== 'open')
    await changeSuggestion(needs.ledger, suggestion, now =>
      now.isReported ? undefined : { ...now, isReported: true },
    )
}
