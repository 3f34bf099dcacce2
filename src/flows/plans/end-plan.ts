import { renderPlanEnd } from '../../../blocks/plan-notices.ts'
import type { Plan } from '../../domain/plan.ts'
import { changePlan } from '../../stored/change-plan.ts'
import { quietly } from '../approve/notify.ts'
import { postOnce } from '../steps/post-once.ts'
import { releaseSuggested } from '../suggest/take-suggested.ts'
import { tellWatchers } from '../watch/tell-watchers.ts'
import type { PlanNeeds } from './needs.ts'
import { planNews } from './plan-news.ts'
import { recordFollowUp } from './record-follow-up.ts'
import { recordPlan } from './record-plan.ts'
import { recordPlanHistory } from './record-plan-history.ts'
import { showPlan, viewOf } from './show-plan.ts'

type Needs = Pick<PlanNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/**
 * A plan is over: 1 histories, log and audit channel, those who watch 2 its card, and that of the plan that it undoes or retries 3 the
 * requester, by direct message as the config says. Whatever Slack has no room for, the schedule does later.
 */
export const endPlan = async (needs: Needs, plan: Plan): Promise<void> => {
  if (plan.isReported) return
  // 1 histories, log and audit channel, those who watch
  if (plan.state === 'finished') await recordPlanHistory(needs, plan)
  const isRecorded = await recordPlan(needs, plan)
  await releaseSuggested(needs, plan)
  await tellWatchers(needs, await planNews(needs, plan))
  // 2 card
  await showPlan(needs, plan)
  await recordFollowUp(needs, plan)
  // 3 requester
  const { id, person, state, approval } = plan
  const decidedThemselves = approval?.decidedBy?.userId === person.userId && state !== 'finished'
  if (needs.config.notify.requester && !decidedThemselves) {
    const card = (await needs.ledger.readPlan(id))?.card
    const permalink = card && (await needs.messenger.permalink(card.channelId, card.ts))
    const message = renderPlanEnd(await viewOf(needs, plan), permalink)
    const notified = await quietly(needs, { userId: person.userId, plan: id }, () =>
      postOnce(needs, { key: `notify/plan/${id}`, channel: person.userId, message }),
    )
    if (notified === 'later') return
  }
  if (!isRecorded) return
  await changePlan(needs.ledger, plan, now => (now.isReported ? undefined : { ...now, isReported: true }))
}
