import { renderForeignAccount } from '../../../blocks/foreign-account.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderWorseAtLast } from '../../../blocks/proposal-notes.ts'
import { worseInLine, worseWords } from '../../../blocks/risk-increase.ts'
import { renderOutsideAudiences } from '../../../blocks/share-notes.ts'
import { sharingNames } from '../../../blocks/sharing.ts'
import { type ApprovalNeed, asksForImpact, decideApproval } from '../../domain/approval.ts'
import { outsideAudiences, withAccessAfter } from '../../domain/audience.ts'
import { type Allowed, isStillFresh, noRightWords, type Right, rolesFor } from '../../domain/authorise.ts'
import { isOurAccount } from '../../domain/config.ts'
import { foreignAccountOf } from '../../domain/foreign-account.ts'
import type { ImageFacts } from '../../domain/image.ts'
import type { Impact } from '../../domain/impact.ts'
import type { Order } from '../../domain/order.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { goodUntilMs } from '../../domain/request-timing.ts'
import type { Retirement } from '../../domain/retirement.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { riskIncreaseFor } from '../../domain/risk-increase.ts'
import { NOBODY, type Sharing, sharedWith } from '../../domain/sharing.ts'
import type { PerformNeeds } from '../needs.ts'
import { authorise } from '../steps/authorise.ts'
import { gatherImpact } from '../steps/gather.ts'
import { gatherForPlan } from '../steps/gather-for-plan.ts'
import { checkState, noRight, type Refusal } from '../steps/refusals.ts'
import { EC2_SILENT_SEC, isPassing } from './passing.ts'
import { readExposed } from './read-exposed.ts'

/**
 * Reads once more what the change would break. For an image of a plan it makes the same calls as the plan's form, so that both can be
 * compared.
 *
 * @throws {RetryLater} where AWS throttles, or gives no answer, for an image of a plan
 */
const gatherAgain = async (
  needs: PerformNeeds,
  { action, image, plan, impact: agreed }: Order,
  facts: ImageFacts,
): Promise<Impact> => {
  if (!plan) return gatherImpact(needs.uses, image, facts)
  const impact = await gatherForPlan(needs, image, facts, action === 'deregister')
  const isSilent = GATHERED.some(part => {
    const finding = impact[part]
    return agreed?.[part].known && !finding.known && isPassing(finding.why)
  })
  if (isSilent || hasNewSilentAccount(agreed, impact))
    throw new RetryLater(EC2_SILENT_SEC, `What uses ${image.imageId} of a plan could not be looked up.`)
  return impact
}

/** The parts that were known when the person agreed, and are looked up again. */
const GATHERED = ['references', 'autoScaling', 'otherAccounts', 'sharing', 'retention'] as const

/** An account whose instances were known then does not answer now; it may answer later. */
const hasNewSilentAccount = (agreed: Impact | undefined, { otherAccounts: now }: Impact): boolean => {
  if (!agreed?.otherAccounts.known || !now.known) return false
  const before = new Set(agreed.otherAccounts.value.unread.map(({ name }) => name))
  return now.value.unread.some(({ name, why }) => !before.has(name) && isPassing(why))
}

/** A plan is valid for a day: while Slack does not say who may, its images wait. */
const SLACK_SILENT_SEC = 30

/** Facts that were read for this order within this time are not read again. */
const FACTS_FRESH_MS = 60_000

/** For Re-share, those in the saved permissions count, not those who have access now; for Share…, the access after the change counts. */
const withAccess = (impact: Impact, order: Order, { savedPermissions }: ImageRecord): Impact => {
  if (order.action === 'shareWith') return withAccessAfter(impact, order)
  return order.action === 'share' && savedPermissions
    ? { ...impact, sharing: { known: true, value: savedPermissions } }
    : impact
}

/** The right to the action; if nobody else approved it, the right to the emergency override too. */
export const readRight = async (needs: PerformNeeds, order: Order): Promise<Right> => {
  const { actions } = needs.config
  const right = await authorise(needs, order, rolesFor(needs.config, order.plan?.as ?? order.action))
  if (order.plan && !right.allowed && right.unread.length > 0)
    throw new RetryLater(SLACK_SILENT_SEC, `Slack did not say who is in ${right.unread.join(', ')}.`)
  if (!right.allowed || order.consent?.kind !== 'emergency-override') return right
  const alone = await authorise(needs, order, actions[order.action]?.breakGlass?.roles ?? [])
  return alone.allowed
    ? { ...alone, asOfMs: Math.min(right.asOfMs ?? Infinity, alone.asOfMs ?? Infinity) }
    : alone
}

/**
 * Checks the right again, directly before each call to EC2: the writes and calls before it can be slow.
 *
 * @param right as it was read a moment ago; it is read again where it has become too old
 * @returns a function that gives the reason against it, in words for the person, or undefined. With `mayWait`, before anything was
 * written, an image of a plan waits until the right can be read
 */
export const stillMay = (needs: PerformNeeds, order: Order, right: Allowed) => {
  let now: Right = right
  return async (mayWait = false): Promise<string | undefined> => {
    if (!isOurAccount(needs.config, order.image.account)) return 'its account isn’t configured'
    if (needs.clock.nowMs() > goodUntilMs(order))
      return order.plan
        ? 'its plan was not done within 24 hours'
        : 'the click was delayed by more than ten minutes'
    try {
      if (!now.allowed || !isStillFresh(now, needs.clock.nowMs())) now = await readRight(needs, order)
      return now.allowed ? undefined : noRightWords(now)
    } catch (error) {
      if (mayWait && order.plan && error instanceof RetryLater) throw error
      needs.log.warn('A right could not be read again before EC2 was called.', { why: String(error) })
      return 'Slack did not say in time who has permission'
    }
  }
}

/** A plan gives dates to images that have none, and takes them from those that have one. */
const dateWhy = ({ deprecateAtMs }: Retirement, facts: ImageFacts | undefined): string | undefined => {
  if (!facts || (deprecateAtMs === undefined) !== (facts.deprecatedAtMs === undefined)) return undefined
  return deprecateAtMs === undefined
    ? 'it has no deprecation date any more'
    : 'it got a deprecation date meanwhile'
}

/** What happens with an order: it is carried out, refused, or a second person is asked. */
export type CheckedOrder =
  /** `unshare`: of Make private, from whom. */
  | { kind: 'go'; right: Allowed; unshare?: Sharing }
  | Refusal
  | {
      kind: 'needs approval'
      order: Order
      need: ApprovalNeed
      facts: ImageFacts | undefined
      impact: Impact | undefined
    }

/**
 * Checks an order where it is carried out: 1 the account 2 the right 3 the image's state, of Share… its audiences, of Make private
 * who has access 4 whether a second person is needed
 * 5 the facts that were agreed to. Writes and answers nothing.
 *
 * @param looked the image as it is now
 * @param right as it was read just now
 * @param seen its impact, where it was looked up a moment ago
 */
export const checkOrder = async (
  needs: PerformNeeds,
  order: Order,
  looked: ImageRecord,
  right: Right,
  seen: Impact | undefined,
): Promise<CheckedOrder> => {
  const { config, clock, uses } = needs
  const { action, image, consent } = order
  const no = (reason: string, message: Message): Refusal => ({ kind: 'refused', reason, message })
  // 1 account
  if (!isOurAccount(config, image.account))
    return no(
      'its account isn’t configured',
      renderForeignAccount(action, image, foreignAccountOf(config, image.account)),
    )

  // 2 permission
  if (!right.allowed) return noRight(action, looked, right)
  // 3 state
  const gone = checkState(config, action, looked)
  if (gone) return gone
  const outside = action === 'shareWith' ? outsideAudiences(config.audiences, order.share ?? NOBODY) : NOBODY
  if (sharedWith(outside) > 0)
    return no(`${sharingNames(outside)} is in no audience`, renderOutsideAudiences(looked, outside))
  const exposed = action === 'makePrivate' ? await readExposed(needs, looked) : undefined
  if (exposed?.kind === 'refused') return exposed
  const go = { kind: 'go' as const, right, ...(exposed && { unshare: exposed.to }) }

  const { facts } = looked
  const dated = order.plan && order.retirement && dateWhy(order.retirement, facts)
  if (dated) return no(dated, renderWorseAtLast(looked, action, 'submitted', dated))
  // 4 is a second person needed
  if (!consent) {
    const impact =
      facts && asksForImpact(config, action) ? await gatherImpact(uses, image, facts) : order.impact
    const need = decideApproval(config, action, image, facts, impact && withAccess(impact, order, looked))
    if (!need) return go
    const shared = {
      ...order,
      ...(action === 'share' && looked.savedPermissions && { share: looked.savedPermissions }),
    }
    return { kind: 'needs approval', order: shared, need, facts, impact }
  }
  // 5 the facts that were agreed to
  const isPlanned = order.plan !== undefined && consent.kind === 'not-needed' && !order.impact
  if (isPlanned && decideApproval(config, order.plan?.as ?? action, image, facts, undefined)) {
    const why = 'it requires approval now'
    return no(why, renderWorseAtLast(looked, action, 'submitted', why))
  }
  const isOld = clock.nowMs() - order.askedAtMs > FACTS_FRESH_MS
  if (facts && order.impact && (consent.kind === 'approved' || order.plan || isOld)) {
    const impact = seen ?? (await gatherAgain(needs, order, facts))
    const since = consent.kind === 'approved' ? 'approved' : 'submitted'
    const worse = riskIncreaseFor(action, order.impact, impact).slice(0, 5)
    const isAlone =
      consent.kind === 'not-needed' &&
      decideApproval(config, action, image, facts, withAccess(impact, order, looked))
    const second = isAlone ? ['it requires approval now'] : []
    if (worse.length + second.length > 0)
      return no(
        `its impact had grown since it was ${since}: ${[...worse.map(worseInLine), ...second].join('; ')}`,
        renderWorseAtLast(looked, action, since, [...worse.map(worseWords), ...second].join('; ')),
      )
  }
  return go
}
