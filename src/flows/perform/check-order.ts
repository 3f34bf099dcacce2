import { worseInLine, worseWords } from '../../../blocks/impact.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderWorseAtLast } from '../../../blocks/proposal-notes.ts'
import { renderForeignAccount, renderGoneState, renderRefusal } from '../../../blocks/refusal.ts'
import type { Action } from '../../domain/actions.ts'
import { asksForImpact, decideApproval } from '../../domain/approval.ts'
import { noRightWords, type Right, rolesFor } from '../../domain/authorise.ts'
import { isOurAccount } from '../../domain/config.ts'
import { attemptOf, withoutRight } from '../../domain/history.ts'
import type { Impact } from '../../domain/impact.ts'
import { offersOf } from '../../domain/offers.ts'
import type { Order } from '../../domain/order.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import { decideWorse } from '../../domain/worse.ts'
import { proposeAtOnce } from '../approve/ask-second-person.ts'
import { showImage } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'
import { authorise } from '../steps/authorise.ts'
import { gatherImpact } from '../steps/gather.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { reply } from '../steps/reply.ts'
import { refuse, requestOf } from './refuse.ts'

/** Facts that were read for this order a moment ago are not read again. */
const FRESH_MS = 60_000

/** To share again is to share with those that were kept, whoever has access now. */
const withKept = (impact: Impact, action: Action, { kept }: ImageRecord): Impact =>
  action === 'share' && kept ? { ...impact, sharing: { known: true, value: kept } } : impact

/** Whether the person still may: the action, and where nobody else approved it, the emergency override too. */
export const readRight = async (needs: PerformNeeds, order: Order): Promise<Right> => {
  const { actions } = needs.config
  const right = await authorise(needs, order, rolesFor(needs.config, order.action))
  if (!right.allowed || order.consent?.kind !== 'break-glass') return right
  const alone = await authorise(needs, order, actions[order.action]?.breakGlass?.roles ?? [])
  return alone.allowed
    ? { ...alone, asOfMs: Math.min(right.asOfMs ?? Infinity, alone.asOfMs ?? Infinity) }
    : alone
}

/** A right is at most so old when EC2 is asked for something destructive. */
const MOST_MS = 15_000

/**
 * Whether the person still may, asked directly before each call to EC2: writes and calls before it can be slow.
 *
 * @param right as it was read a moment ago; it is read again where it has become too old
 * @returns why not, for the person; undefined where they may
 */
export const stillMay =
  (needs: PerformNeeds, order: Order, right: Extract<Right, { allowed: true }>) =>
  async (): Promise<string | undefined> => {
    if (needs.clock.nowMs() - (right.asOfMs ?? Infinity) <= MOST_MS) return undefined
    try {
      const now = await readRight(needs, order)
      return now.allowed ? undefined : noRightWords(now)
    } catch (error) {
      needs.log.warn('A right could not be read again before EC2 was called.', { why: String(error) })
      return 'Slack did not say in time who may'
    }
  }

/**
 * The right, the state, the second person and the facts, all afresh.
 *
 * @returns false where it must not go on: then the person has been told, or a second person is asked
 */
export const checkOrder = async (
  needs: PerformNeeds,
  order: Order,
  looked: ImageRecord,
): Promise<boolean> => {
  const { config, clock, ledger } = needs
  const { action, image } = order
  const no = async (reason: string, message: Message): Promise<false> => {
    await refuse(needs, order, reason, message)
    return false
  }
  if (!isOurAccount(config, image.account))
    return no('its account is not in the config', renderForeignAccount(action, image))
  const right = await authorise(needs, order, rolesFor(config, action))
  if (!right.allowed) {
    const attempt = attemptOf({ ...requestOf(order), state: 'refused', reason: noRightWords(right) })
    await recordAttempt(needs, image, order.consent ? attempt : withoutRight(attempt))
    const words = renderRefusal(action, looked, right)
    await ledger.saveRefusal(order.key, words, clock.nowMs())
    await reply(needs, order, words)
    return false
  }
  if (order.consent?.kind === 'break-glass') {
    const may = await authorise(needs, order, config.actions[action]?.breakGlass?.roles ?? [])
    if (!may.allowed)
      return no(`without a second person: ${noRightWords(may)}`, renderRefusal(action, looked, may))
  }

  if (!offersOf(looked).includes(action)) {
    await showImage(needs, image)
    return no(`the image was ${stateOf(looked) ?? 'unknown to EC2'}`, renderGoneState(action, looked))
  }

  const { facts } = looked
  const { consent } = order
  if (!consent) {
    const impact =
      facts && asksForImpact(config, action) ? await gatherImpact(needs.uses, image, facts) : order.impact
    const need = decideApproval(config, action, image, facts, impact && withKept(impact, action, looked))
    if (need) {
      await proposeAtOnce(
        needs,
        { ...order, ...(action === 'share' && looked.kept && { share: looked.kept }) },
        facts,
        impact,
        need,
      )
      return false
    }
  }
  const isOld = clock.nowMs() - order.askedAtMs > FRESH_MS
  if (facts && consent && order.impact && (consent.kind === 'approved' || isOld)) {
    const impact = await gatherImpact(needs.uses, image, facts)
    const since = consent.kind === 'approved' ? 'approved' : 'sent'
    const worse = decideWorse(order.impact, impact).slice(0, 5)
    const isAlone = consent.kind === 'not-needed' && decideApproval(config, action, image, facts, impact)
    const second = isAlone ? ['it needs a second person now'] : []
    if (worse.length + second.length > 0)
      return no(
        `it got worse after it was ${since}: ${[...worse.map(worseInLine), ...second].join('; ')}`,
        renderWorseAtLast(looked, action, since, [...worse.map(worseWords), ...second].join('; ')),
      )
  }
  return true
}
