import { worseWords } from '../../blocks/impact.ts'
import type { Message } from '../../blocks/message.ts'
import { renderTooMany, renderWorseAtLast } from '../../blocks/proposal-notes.ts'
import { renderGoneState, renderRefusal } from '../../blocks/refusal.ts'
import { ACTION_RULES } from '../domain/actions.ts'
import { asksForImpact, decideApproval } from '../domain/approval.ts'
import { rolesFor } from '../domain/authorise.ts'
import { decideWorse } from '../domain/impact.ts'
import { offersOf } from '../domain/offers.ts'
import type { Order } from '../domain/order.ts'
import { type ImageRecord, stateOf } from '../domain/record.ts'
import { proposeAtOnce } from './ask-second-person.ts'
import { authorise } from './authorise.ts'
import { gatherImpact } from './gather.ts'
import type { PerformNeeds } from './perform.ts'
import { refuse } from './refuse.ts'
import { showImage } from './show.ts'

/**
 * The right, the state, the second person, the facts and the person's cap, all afresh.
 *
 * @returns false where it must not go on: then the person has been told, or a second person is asked
 */
export const checkOrder = async (
  needs: PerformNeeds,
  order: Order,
  looked: ImageRecord,
): Promise<boolean> => {
  const { config, clock, ledger } = needs
  const { action, image, person } = order
  const no = async (reason: string, message: Message): Promise<false> => {
    await refuse(needs, order, reason, message)
    return false
  }
  const right = await authorise(needs, order, rolesFor(config, action))
  if (!right.allowed) return no(`no right: ${right.why}`, renderRefusal(action, looked, right))

  if (!offersOf(looked).includes(action)) {
    await showImage(needs, image)
    return no(`the image was ${stateOf(looked) ?? 'unknown to EC2'}`, renderGoneState(action, looked))
  }

  const { facts } = looked
  if (!order.consent) {
    const impact =
      facts && asksForImpact(config, action) ? await gatherImpact(needs.uses, image, facts) : order.impact
    const need = decideApproval(config, action, image, facts, impact)
    if (need) {
      await proposeAtOnce(needs, order, facts, impact, need)
      return false
    }
  }
  if (facts && order.consent?.kind === 'approved' && order.impact) {
    const worse = decideWorse(order.impact, await gatherImpact(needs.uses, image, facts))
    if (worse.length > 0) {
      const words = worse.slice(0, 5).map(worseWords).join('; ')
      return no(`it got worse after it was approved: ${words}`, renderWorseAtLast(looked, action, words))
    }
  }

  const max = config.limits.destructivePerHour
  const isDestructive = ACTION_RULES[action].asksFirst
  if (isDestructive && !(await ledger.countRequest(person.userId, order.key, clock.nowMs(), max)))
    return no(`more than ${max} images within an hour`, renderTooMany(looked, action, max))
  return true
}
