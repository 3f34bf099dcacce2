import { renderPlanCard } from '../../../blocks/plan-card.ts'
import { accountName } from '../../domain/config.ts'
import { isOver, type Plan } from '../../domain/plan.ts'
import type { PlanImage } from '../../domain/plan-image.ts'
import { RetryLater, throwIfBusy } from '../../domain/retry-later.ts'
import { inParallel } from '../../in-parallel.ts'
import { changePlan } from '../../stored/change-plan.ts'
import { callsOf, isCardLost } from '../approve/show-approval.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'
import type { PlanNeeds } from './needs.ts'

type Needs = Pick<PlanNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/** How many images of a kind are shown one by one; a finished plan shows more of those that were not done. */
const SHOWN = 5
const MOST_SHOWN = 15

/**
 * Posts the card of a plan, once: where its approval is asked, or where the person asked; in the fallback channel where that one cannot be
 * reached.
 *
 * @returns the plan, with its card
 * @throws {RetryLater} when Slack has no room now, or no channel takes it: the queue keeps the request
 */
export const postPlan = async (needs: Needs, plan: Plan): Promise<Plan> => {
  if (plan.card) return plan
  const { config, ledger } = needs
  const { id, approval, place, lostCardTs = 'first' } = plan
  const channel = approval?.channel ?? (place.channelId || config.channels.fallback)
  const message = renderPlanCard({ ...(await viewOf(needs, plan)), style: 'name' })
  const posted = await postWithFallback(needs, channel, { plan: id }, where =>
    postOnce(needs, { key: `plan/${id}/${where}/${lostCardTs}`, channel: where, message }),
  )
  const { delivery } = posted
  throwIfBusy(delivery, `the next message in ${posted.channel}`)
  if (delivery.kind !== 'delivered')
    throw new RetryLater(300, `The card of a plan could not be posted: ${refusedWords(posted)}`)
  const card = { channelId: delivery.channelId, ts: delivery.ts }
  const written = await changePlan(ledger, plan, now => (now.card ? undefined : { ...now, card }))
  return written?.plan ?? { ...plan, card }
}

/**
 * Updates the card of a plan; posts it again where it was deleted while it is needed. A newer plan is drawn over an older one.
 *
 * @param images as they were read or written
 * @throws {RetryLater} when Slack has no room now
 */
export const showPlan = async (needs: Needs, plan: Plan, images?: readonly PlanImage[]): Promise<void> => {
  const { card } = plan.card ? plan : await postPlan(needs, plan)
  if (!card) return
  const view = await viewOf(needs, plan, images)
  const delivery = await needs.messenger.update(card.channelId, card.ts, renderPlanCard(view))
  throwIfBusy(delivery, 'the card of a plan is edited')
  if (isCardLost(delivery) && !isOver(plan)) return repostPlan(needs, plan, card)
  if (delivery.kind !== 'delivered')
    needs.log.warn('The card of a plan could not be edited.', { plan: plan.id, ...delivery })
  const now = await needs.ledger.readPlan(plan.id)
  if (now && now.state !== plan.state) await showPlan(needs, now)
}

/** Posts the card again, once for each one that was deleted. */
export const repostPlan = async (needs: Needs, { id }: Plan, lost: { ts: string }): Promise<void> => {
  needs.log.warn('The card of a plan was deleted; it is posted again.', { plan: id })
  const written = await changePlan(needs.ledger, id, now => {
    if (now.card?.ts !== lost.ts) return undefined
    const { card: _gone, ...rest } = now
    return { ...rest, lostCardTs: lost.ts }
  })
  if (written) await postPlan(needs, written.plan)
}

/** What the card of a plan, and the notice of its end, show. @param known its images, as they were read or written */
export const viewOf = async (needs: Needs, plan: Plan, known?: readonly PlanImage[]) => {
  const { config, ledger, clock } = needs
  const images = known ?? (await ledger.readPlanImages(plan.id))
  const isFinished = plan.state === 'finished'
  const shown = shownOf(images, isFinished)
  const followLink = await followLinkOf(needs, plan)
  return {
    plan,
    images,
    shown,
    links: isFinished ? await linksOf(needs, shown) : new Map<string, string>(),
    ...(followLink !== undefined && { followLink }),
    approvers: plan.approval ? callsOf(config, { ...plan, approval: plan.approval }) : [],
    nameOf: (account: string) => accountName(config, account),
    nowMs: clock.nowMs(),
    style: 'mention' as const,
  }
}

/** The card of the plan that undid or retried it. */
const followLinkOf = async (
  { ledger, messenger }: Needs,
  { undone, retried }: Plan,
): Promise<string | undefined> => {
  const followUp = undone ?? retried
  const card = followUp && (await ledger.readPlan(followUp.planId))?.card
  return card && messenger.permalink(card.channelId, card.ts)
}

/** What was not done, while it runs and at its end; at its end some of the others, too. */
const shownOf = (images: readonly PlanImage[], isFinished: boolean): PlanImage[] => {
  const notDone = images.filter(({ state }) => state === 'refused' || state === 'failed')
  if (!isFinished) return notDone.slice(0, SHOWN)
  const others = images.filter(one => !notDone.includes(one))
  return [...notDone.slice(0, MOST_SHOWN), ...others.slice(0, SHOWN)]
}

const LINKS_AT_ONCE = 4

/** The cards of these images, by image key. */
const linksOf = async (
  { ledger, messenger }: Needs,
  images: readonly PlanImage[],
): Promise<ReadonlyMap<string, string>> => {
  const records = await ledger.readImages(images.map(({ image }) => image))
  const links = new Map<string, string>()
  await inParallel([...records], LINKS_AT_ONCE, async ([key, { cards }]) => {
    const [card] = cards
    const link = card && (await messenger.permalink(card.channelId, card.ts))
    if (link !== undefined) links.set(key, link)
  })
  return links
}
