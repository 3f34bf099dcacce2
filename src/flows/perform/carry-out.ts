import { renderTooMany } from '../../../blocks/proposal-notes.ts'
import { LIMITED_ACTIONS } from '../../domain/actions.ts'
import { callOf } from '../../domain/call-of.ts'
import { sessionOf } from '../../domain/change-session.ts'
import { errorName } from '../../domain/error-name.ts'
import { explainRefusal } from '../../domain/explain-ec2-refusal.ts'
import { imageKey } from '../../domain/image.ts'
import type { Order } from '../../domain/order.ts'
import { withRequest } from '../../domain/record-request.ts'
import { isOpen, type Request } from '../../domain/request.ts'
import { deferRetry, RetryLater } from '../../domain/retry-later.ts'
import { NOBODY, type Sharing, sharedWith, withSharing } from '../../domain/sharing.ts'
import { allOf } from '../../in-parallel.ts'
import { changeRecord } from '../../stored/change-image.ts'
import { showEverywhere } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'
import { act } from './act.ts'
import { askAgain } from './ask-again.ts'
import { stillMay } from './check-order.ts'
import { endingOf } from './ending.ts'
import { end } from './finish.ts'
import { lookSoon } from './look-soon.ts'
import { EC2_SILENT_SEC, isPassing, isThrottled, throttledWords, waitsForRoom } from './passing.ts'
import type { Begun } from './prepare.ts'
import { leaveImage, refuseOrder } from './refuse.ts'
import { resume } from './resume.ts'
import { mayBeOfSome } from './share-in-parts.ts'
import { showInForm } from './show-in-form.ts'

/**
 * Carries out a request that holds its image: 1 show it, rehearse it, and read the permissions that disabling would take away
 * 2 the permission and the person's limit again 3 write `acting`, and ask for a look 4 call EC2 5 end.
 *
 * @returns the request as it ended; undefined if it was refused after all, or another function continues it
 */
export const carryOut = async (
  needs: PerformNeeds,
  order: Order,
  { request, record: begun, right }: Begun,
): Promise<Request | undefined> => {
  const { images, ledger, clock } = needs
  const { action } = request
  // 1 show, dry run, launch permissions
  const [record, rehearsed, taking] = await allOf([
    showEverywhere(needs, begun),
    images.rehearse(callOf(request), sessionOf(request, begun.facts)),
    readTaken(needs, request),
    // A busy Slack does not delay the request: the form shows the outcome later.
    deferRetry(showInForm(needs, begun, request)),
  ])
  const fail = (reason: string, code?: string) =>
    end(needs, record, request, { state: 'failed', reason, ...(code !== undefined && { code }) })

  const isWaitedFor = order.plan !== undefined
  if ((isWaitedFor && rehearsed.kind === 'unknown') || (waitsForRoom(order) && isThrottled(rehearsed)))
    throw new RetryLater(EC2_SILENT_SEC, `EC2 did not answer a dry run for ${request.image.imageId}.`)
  if (rehearsed.kind === 'refused' && !mayBeOfSome(rehearsedPart(request), rehearsed.code))
    return fail(explainRefusal(action, rehearsed.code, rehearsed.message), rehearsed.code)
  if (rehearsed.kind === 'unknown')
    return fail(`EC2 did not answer the dry run (${rehearsed.reason}). Nothing was changed. Try again.`)

  if ('unreadable' in taking && isWaitedFor && isPassing(taking.unreadable))
    throw new RetryLater(
      EC2_SILENT_SEC,
      `The launch permissions of ${request.image.imageId} could not be read.`,
    )
  if ('unreadable' in taking)
    return fail(
      `The launch permissions could not be read (${taking.unreadable}), and disabling would remove them for good. Nothing was changed. Try again in a minute.`,
    )

  // 2 permission and limit
  const whyNotNow = stillMay(needs, order, right)
  const why = await whyNotNow(true)
  if (why !== undefined) return fail(`EC2 was not called: ${why}. Nothing was changed.`)
  if (!(await countAgainstLimit(needs, order))) {
    const max = needs.config.limits.destructivePerHour
    const reason = `more than ${max} images within an hour`
    await refuseOrder(needs, order, { kind: 'refused', reason, message: renderTooMany(record, action, max) })
    return void (await leaveImage(needs, record, request.key))
  }

  // 3 write that EC2 is called
  await ledger.saveActing(request.key)
  const actingBy = crypto.randomUUID()
  const { taken } = taking
  const acting: Request = {
    ...request,
    state: 'acting',
    actedAtMs: clock.nowMs(),
    actingBy,
    ...(taken && { taken }),
  }
  const { record: held, changed } = await changeRecord(ledger, record, now =>
    now.request?.key === request.key && now.request.state === 'asked'
      ? {
          ...withRequest(now, {
            ...acting,
            ...(now.savedPermissions && { previousPermissions: now.savedPermissions }),
          }),
          // The access that Make private takes away is only in the history: no card offers to give it back.
          ...(taken &&
            action === 'disable' && { savedPermissions: withSharing(now.savedPermissions ?? NOBODY, taken) }),
        }
      : undefined,
  )
  if (changed) await lookSoon(needs, request.image)
  // 4 call EC2 5 end
  // DynamoDB's client may have retried a write that had succeeded.
  const isOurs = changed || held.request?.actingBy === actingBy
  if (isOurs) {
    const unread: string[] = []
    const acted = await act(needs, acting, held, () =>
      whyNotNow(true).catch(error => {
        if (!(error instanceof RetryLater)) throw error
        unread.push(error.message)
        return error.message
      }),
    )
    const again = unread[0] ?? (waitsForRoom(order) ? throttledWords(acted, request) : undefined)
    if (again !== undefined && acted.kind === 'refused' && !acted.unprotected)
      await askAgain(needs, held, acting, { requestIds: acted.requestIds, why: again })
    return end(needs, held, acting, endingOf(acting, acted))
  }
  // Otherwise another function continues or has ended it, and this one has to stop.
  const { request: now } = held
  if (now?.key === request.key && isOpen(now)) return resume(needs, order, now)
  await showEverywhere(needs, held)
  if (now?.key === request.key) await showInForm(needs, held, now)
  return undefined
}

/** Whom the dry run was about. */
const rehearsedPart = ({ share = NOBODY, unshare = NOBODY }: Request): Sharing =>
  sharedWith(share) > 0 ? share : unshare

/** Counted directly before the call: a request counted much earlier would leave the hour too early. */
const countAgainstLimit = async (
  { ledger, config, clock }: PerformNeeds,
  { action, key, person, plan }: Order,
): Promise<boolean> =>
  !LIMITED_ACTIONS.includes(action) ||
  ledger.countRequest(
    person.userId,
    key,
    clock.nowMs(),
    plan?.isAboveLimit ? Number.POSITIVE_INFINITY : config.limits.destructivePerHour,
  )

/**
 * Launch permissions are saved before they are taken away: EnableImage does not give back what DisableImage removed.
 *
 * @returns those who lose access; or the name of the error if that cannot be read
 */
const readTaken = async (
  { images, log }: Pick<PerformNeeds, 'images' | 'log'>,
  { action, image, unshare = NOBODY }: Request,
): Promise<{ unreadable: string } | { taken?: Sharing }> => {
  if (action === 'makePrivate') return { taken: unshare }
  if (action !== 'disable') return {}
  try {
    const sharing = await images.sharing(image)
    return sharedWith(sharing) === 0 ? {} : { taken: sharing }
  } catch (error) {
    log.warn('EC2 did not tell who may launch an image; it is not disabled.', {
      image: imageKey(image),
      why: String(error),
    })
    return { unreadable: errorName(error) }
  }
}
