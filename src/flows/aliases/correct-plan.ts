import { renderPlanCorrection } from '../../../blocks/plan-notices.ts'
import type { Assignment } from '../../domain/alias.ts'
import { accountName } from '../../domain/config.ts'
import { isOver, type Plan } from '../../domain/plan.ts'
import { withOutcome } from '../../domain/plan-image.ts'
import { requestKeyOf } from '../../domain/plan-order.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { Delivery } from '../../ports.ts'
import { recordPlanHistory } from '../plans/record-plan-history.ts'
import { showPlan } from '../plans/show-plan.ts'
import { postOnce } from '../steps/post-once.ts'
import type { AliasNewsNeeds, WithBackoff } from './needs.ts'

/**
 * An alias that its plan reported as failed is set after all: 1 the plan's item 2 histories and card 3 the thread of the card and the
 * audit channel. Doing it twice changes nothing more. A plan that still runs reads the outcome by itself.
 *
 * @throws {RetryLater} while Slack has no room
 */
export const correctPlan = async (needs: WithBackoff<AliasNewsNeeds>, entry: Assignment): Promise<void> => {
  const { ledger, config, clock, log } = needs
  const plan = entry.planId === undefined ? undefined : await ledger.readPlan(entry.planId)
  if (!plan) return
  // 1 the plan's item
  const item = (await ledger.readPlanImages(plan.id)).find(one => requestKeyOf(plan, one) === entry.id)
  const done = item && withOutcome(item, entry, clock.nowMs())
  if (done && !(await ledger.savePlanImage(plan.id, item, done)))
    throw new RetryLater(5, `Another function has written an item of the plan ${plan.id} meanwhile.`)
  if (!isOver(plan)) return
  log.info('An alias that was reported as failed is set after all.', { plan: plan.id, entry: entry.id })
  // 2 histories and card
  await recordPlanHistory(needs, plan)
  await showPlan(needs, plan)
  // 3 thread and audit channel
  const message = renderPlanCorrection(plan, entry, accountName(config, entry.account))
  const { card } = plan
  if (card)
    await post(needs, plan, entry, {
      channel: card.channelId,
      message,
      thread: { ts: card.ts, broadcast: false },
    })
  const { audit } = config.channels
  if (audit !== undefined) await post(needs, plan, entry, { channel: audit, message })
}

const post = async (
  needs: WithBackoff<AliasNewsNeeds>,
  { id: plan }: Plan,
  entry: Assignment,
  to: Omit<Parameters<typeof postOnce>[1], 'key'>,
): Promise<void> => {
  needs.backoff.throwIfFull(to.channel)
  const key = `corrected/${entry.id}/${to.channel}`
  const delivery: Delivery = await postOnce(needs, { key, ...to })
  needs.backoff.throwIfBusy(to.channel, delivery)
  if (delivery.kind !== 'delivered')
    needs.log.warn('The correction of a plan could not be posted; its card shows it.', { plan, ...delivery })
}
