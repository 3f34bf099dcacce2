import { renderSuggestion } from '../../../blocks/suggestion.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { SUGGESTED_AT_MOST, type Suggestion } from '../../domain/suggestion.ts'
import { changeSuggestion } from '../../stored/change-suggestion.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'
import type { SuggestNeeds } from './needs.ts'
import { viewOf } from './show-suggestion.ts'

/** What is suggested, where and until when. The id comes from `suggestionId`. */
export type Suggested = Pick<
  Suggestion,
  'id' | 'action' | 'title' | 'why' | 'channel' | 'mention' | 'images' | 'notes' | 'untilMs'
>

/**
 * Suggests a plan to people: a message in a channel with the images and the reasons, from which a person with the right makes a plan of
 * all or some of them, or declines. Under the same id it is posted once, and stays as it was.
 *
 * @returns the suggestion as it is saved; without `card` if no channel accepted its message: the schedule tries again
 * @throws {RetryLater} when Slack has no room now: it is written, and the schedule posts it
 */
export const suggestPlan = async (needs: SuggestNeeds, suggested: Suggested): Promise<Suggestion> => {
  const { ledger, clock } = needs
  const images = suggested.images.slice(0, SUGGESTED_AT_MOST)
  await ledger.saveSuggestion({
    ...suggested,
    images,
    version: 0,
    state: 'open',
    createdAtMs: clock.nowMs(),
  })
  const written = await ledger.readSuggestion(suggested.id)
  if (!written) throw new Error(`Expected the suggestion ${suggested.id} to be in the ledger.`)
  return postSuggestion(needs, written)
}

/** Posts its message, once; in the fallback channel where its own cannot be reached. @throws {RetryLater} when Slack has no room now */
export const postSuggestion = async (needs: SuggestNeeds, suggestion: Suggestion): Promise<Suggestion> => {
  if (suggestion.card || suggestion.state !== 'open') return suggestion
  const { id, channel } = suggestion
  const posted = await postWithFallback(needs, channel, { suggestion: id }, (where, notice) =>
    postOnce(needs, {
      key: `suggestion/${id}/${where}`,
      channel: where,
      message: renderSuggestion({ ...viewOf(needs, suggestion), ...(notice !== undefined && { notice }) }),
    }),
  )
  const { delivery } = posted
  throwIfBusy(delivery, `the next message in ${posted.channel}`)
  if (delivery.kind !== 'delivered') {
    needs.log.error('A suggestion could not be posted.', { suggestion: id, why: refusedWords(posted) })
    return suggestion
  }
  const card = { channelId: delivery.channelId, ts: delivery.ts }
  const saved = await changeSuggestion(needs.ledger, suggestion, now =>
    now.card ? undefined : { ...now, card },
  )
  return saved?.suggestion ?? { ...suggestion, card }
}
