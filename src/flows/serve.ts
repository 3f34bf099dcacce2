import { renderForeignAccount, renderForeignPlace } from '../../blocks/foreign-account.ts'
import { renderStranger } from '../../blocks/refusal.ts'
import type { Ask, PlanWork } from '../domain/ask.ts'
import { isOurAccount, isOurWorkspace } from '../domain/config.ts'
import { foreignAccountOf } from '../domain/foreign-account.ts'
import { answer } from './answer/answer.ts'
import { describeMessage } from './answer/describe-message.ts'
import type { AnswerNeeds } from './answer/needs.ts'
import { decide } from './approve/decide.ts'
import { acknowledge } from './cards/acknowledge.ts'
import { change } from './change.ts'
import { runCleanup } from './cleanup/run-cleanup.ts'
import { weeklyRun } from './cleanup/weekly-cleanup.ts'
import { type ListImagesNeeds, listImages } from './digest/list-images.ts'
import { greetChannel } from './greet/greet-channel.ts'
import { homesChanged } from './home/homes-changed.ts'
import { openHome } from './home/open-home.ts'
import { isTypedKeep, keepImage } from './keep/keep-image.ts'
import { decidePlan } from './plans/decide-plan.ts'
import { listPlan } from './plans/list-plan.ts'
import type { PlanNeeds } from './plans/needs.ts'
import { proposeAnyPlan } from './plans/propose-any-plan.ts'
import { type PlanPause, runPlan } from './plans/run-plan.ts'
import { runPlanImage } from './plans/run-plan-image.ts'
import { select } from './plans/select.ts'
import { stopPlan } from './plans/stop-plan.ts'
import { submitPlan } from './plans/submit-plan.ts'
import { isTypedAlias, proposeTypedAlias } from './promote/propose-typed-alias.ts'
import { forward } from './propose/forward.ts'
import { propose } from './propose/propose.ts'
import { isTypedChange, proposeTyped } from './propose/propose-typed.ts'
import { submit } from './propose/submit.ts'
import { postReports } from './report/post-reports.ts'
import { suggestWithdrawals } from './retire/suggest-withdrawals.ts'
import { isTypedRevocation, proposeTypedRevocation } from './revoke/propose-typed-revocation.ts'
import { identify } from './steps/identify.ts'
import { reply, sayPrivately } from './steps/reply.ts'
import { declineSuggestion } from './suggest/decline-suggestion.ts'

type ServeNeeds = PlanNeeds & AnswerNeeds & ListImagesNeeds

/** What changes the content of Home tabs. */
const CHANGES: readonly Ask['kind'][] = [
  'change',
  'submit',
  'decide',
  'acknowledge',
  'submit-plan',
  'decide-plan',
  'stop-plan',
]

/** Serves a message of the requests queue: what a person asked, or the work of a plan. @returns when a running plan continues */
export const serveMessage = async (needs: ServeNeeds, given: Ask | PlanWork): Promise<PlanPause> => {
  switch (given.kind) {
    case 'run-plan': {
      const pause = await runPlan(needs, given)
      if (!pause) await homesChanged(needs)
      return pause
    }
    case 'run-plan-image':
      return void (await runPlanImage(needs, given))
    case 'report':
      return void (await postReports(needs, given))
    case 'clean-up':
      return void (await runCleanup(needs, weeklyRun(needs.config, given.slotMs)))
    case 'withdraw':
      return void (await suggestWithdrawals(needs))
    default:
      return void (await serve(needs, given))
  }
}

/**
 * Serves what one person asked: carries out a change, fills or takes a form, takes a decision, answers a question. Asks of
 * another workspace or app are dropped.
 */
export const serve = async (needs: ServeNeeds, given: Ask): Promise<void> => {
  const { config, log } = needs
  const isForeign =
    (config.workspaceId !== undefined &&
      !isOurWorkspace(config, given.workspaceId) &&
      !isOurWorkspace(config, given.organizationId ?? '')) ||
    (config.appId !== undefined &&
      given.appId !== config.appId &&
      !(given.kind === 'message' && !given.appId))
  if (isForeign)
    return log.warn('A request of another workspace or app was dropped.', {
      workspace: given.workspaceId,
      app: given.appId,
    })
  // Slack's events do not name the workspace of the person.
  if (given.kind === 'home') return openHome(needs, given)
  if (given.kind === 'joined') return greetChannel(needs, given)
  const ask = await identify(needs, given)
  await serveAsk(needs, ask)
  if (CHANGES.includes(ask.kind)) await homesChanged(needs)
}

const serveAsk = async (needs: ServeNeeds, ask: Exclude<Ask, { kind: 'home' | 'joined' }>): Promise<void> => {
  const { config } = needs
  const isQuestion =
    ask.kind === 'look' ||
    ask.kind === 'list' ||
    ask.kind === 'command' ||
    ask.kind === 'message' ||
    ask.kind === 'forward' ||
    ask.kind === 'select' ||
    ask.kind === 'plan' ||
    ask.kind === 'list-plan'
  const home = config.workspaceId ?? ask.workspaceId
  if (isQuestion && !isOurWorkspace(config, ask.person.workspaceId, home))
    return reply(needs, ask, renderStranger())
  if (ask.kind === 'look' && !isOurAccount(config, ask.image.account))
    return sayPrivately(
      needs,
      ask,
      renderForeignPlace(ask.image, foreignAccountOf(config, ask.image.account)),
    )
  const isAct = ask.kind === 'change' || ask.kind === 'propose' || ask.kind === 'forward'
  if (isAct && !isOurAccount(config, ask.image.account))
    return reply(
      needs,
      ask,
      renderForeignAccount(ask.action, ask.image, foreignAccountOf(config, ask.image.account)),
    )
  switch (ask.kind) {
    case 'change':
      return void (await change(needs, ask))
    case 'propose':
      return propose(needs, ask)
    case 'submit':
      return submit(needs, ask)
    case 'acknowledge':
      return acknowledge(needs, ask)
    case 'decide':
      return decide(needs, ask)
    case 'forward':
      return forward(needs, ask)
    case 'list':
      return listImages(needs, ask)
    case 'command':
      if (isTypedKeep(ask)) return keepImage(needs, ask)
      if (!isTypedChange(ask)) return answer(needs, ask)
      if (isTypedRevocation(ask)) return proposeTypedRevocation(needs, ask)
      return isTypedAlias(ask) ? proposeTypedAlias(needs, ask) : proposeTyped(needs, ask)
    case 'look':
      return answer(needs, ask)
    case 'select':
      return select(needs, ask)
    case 'plan':
      return proposeAnyPlan(needs, ask)
    case 'submit-plan':
      return submitPlan(needs, ask)
    case 'decide-plan':
      return decidePlan(needs, ask)
    case 'stop-plan':
      return stopPlan(needs, ask)
    case 'decline-suggestion':
      return declineSuggestion(needs, ask)
    case 'list-plan':
      return listPlan(needs, ask)
    case 'message':
      return describeMessage(needs, ask)
  }
}
