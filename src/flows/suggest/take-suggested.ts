import type { Plan } from '../../domain/plan.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { releaseImages, type Suggestion, takeImages } from '../../domain/suggestion.ts'
import type { Plans } from '../../ports.ts'
import { changeSuggestion } from '../../stored/change-suggestion.ts'
import type { SuggestNeeds } from './needs.ts'
import { showSuggestion } from './show-suggestion.ts'

type Needs = SuggestNeeds & { ledger: SuggestNeeds['ledger'] & Pick<Plans, 'readPlanImages'> }

/** Marks the images of a suggestion for which a plan was requested. The suggestion shows the plan, and offers the images that are left. */
export const takeSuggested = async (needs: Needs, plan: Plan): Promise<void> => {
  if (plan.suggestion === undefined) return
  const images = (await needs.ledger.readPlanImages(plan.id)).map(({ image }) => image)
  await change(needs, plan.suggestion, now => takeImages(now, plan.id, images))
}

/** Frees the images of such a plan, which has ended without carrying out anything: they can be chosen again. */
export const releaseSuggested = async (needs: Needs, plan: Plan): Promise<void> => {
  if (plan.suggestion === undefined || plan.state === 'finished') return
  await change(needs, plan.suggestion, now => releaseImages(now, plan.id))
}

const change = async (
  needs: Needs,
  id: string,
  to: (suggestion: Suggestion) => Suggestion | undefined,
): Promise<void> => {
  const written = await changeSuggestion(needs.ledger, id, to)
  if (!written?.changed) return
  // What the plan does must not wait for this message; a later change draws it again.
  const later = await deferRetry(showSuggestion(needs, written.suggestion))
  if (later) needs.log.warn('The message of a suggestion is drawn later.', { suggestion: id })
}
