import { IMAGES_ON_PAGE } from '../../../blocks/image-list.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderTooLateToAnswer } from '../../../blocks/not-taken.ts'
import { renderNoPlanRight, renderNothingToSelect } from '../../../blocks/plan-answers.ts'
import { OFFERED, renderSelectForm } from '../../../blocks/plan-select-form.ts'
import { ACTION_RULES, type Action, PLAN_ACTIONS, SUGGESTED_ACTIONS } from '../../domain/actions.ts'
import type { AskOf } from '../../domain/ask.ts'
import { rolesFor } from '../../domain/authorise.ts'
import { accountName } from '../../domain/config.ts'
import type { ListedImage } from '../../domain/list-filter.ts'
import { PLAN_IMAGES } from '../../domain/plan.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { authorise, SHOWN_FRESH_MS } from '../steps/authorise.ts'
import { reply } from '../steps/reply.ts'
import type { PlanNeeds } from './needs.ts'
import { readSelection } from './read-selection.ts'

/**
 * Fills the form in which a person selects images of a list, and what is to be done with them: 1 read the list 2 what is possible,
 * and allowed 3 draw the form.
 */
export const select = async (needs: PlanNeeds, ask: AskOf<'select'>): Promise<void> => {
  const { config, clock, messenger } = needs
  const { from, page, viewId, place } = ask
  if (clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS) return reply(needs, ask, renderTooLateToAnswer('list'))
  // 1 read the list
  const read = await readSelection(needs, ask, from, Math.max(PLAN_IMAGES, page * IMAGES_ON_PAGE + OFFERED))
  if (!read.ok) return reply(needs, ask, read.message)
  const { title, total, images, action: suggested } = read
  // 2 what is possible, and allowed
  const offered = suggested ? SUGGESTED_ACTIONS.filter(action => action === suggested) : PLAN_ACTIONS
  const possible = offered.filter(action => images.some(one => isPossible(action, one)))
  if (possible.length === 0) return reply(needs, ask, renderNothingToSelect())
  const allowed: Action[] = []
  let refusal: Message | undefined
  for (const action of possible) {
    const right = await authorise(needs, ask, rolesFor(config, action), SHOWN_FRESH_MS)
    if (right.allowed) allowed.push(action)
    else refusal ??= renderNoPlanRight(action, right)
  }
  if (allowed.length === 0 && refusal) return reply(needs, ask, refusal)
  // 3 draw the form
  const form = renderSelectForm({
    from,
    title,
    total,
    images,
    page,
    actions: allowed,
    channelId: place.channelId,
    nameOf: account => accountName(config, account),
  })
  throwIfBusy(await messenger.showForm(viewId, form), 'the form is drawn')
}

/** A first check by the list alone: the next step looks at the images. */
const isPossible = (action: Action, { state, recycledUntilMs }: ListedImage): boolean =>
  ACTION_RULES[action].from.includes(state) && (action !== 'restore' || recycledUntilMs !== undefined)
