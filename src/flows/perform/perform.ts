import { renderTooMany } from '../../../blocks/proposal-notes.ts'
import { renderBusy, renderTooLate, renderUnreachable } from '../../../blocks/refusal.ts'
import { ACTION_RULES } from '../../domain/actions.ts'
import { GOOD_FOR_MS } from '../../domain/ask.ts'
import { noRightWords } from '../../domain/authorise.ts'
import { explain, GONE_CODES, LOST_SNAPSHOT } from '../../domain/explain.ts'
import { attemptOf } from '../../domain/history.ts'
import type { Order } from '../../domain/order.ts'
import {
  type ImageRecord,
  stateOf,
  withBin,
  withFailed,
  withoutBin,
  withRequest,
} from '../../domain/record.ts'
import { isOpen, type Request } from '../../domain/request.ts'
import { showWaiting } from '../approve/ask-second-person.ts'
import { answerPrivately } from '../cards/answer-privately.ts'
import { showImage } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'
import { changeImage, readImage } from '../steps/change-image.ts'
import { lookAfresh } from '../steps/look-afresh.ts'
import { noteBin } from '../steps/note-bin.ts'
import { orLater } from '../steps/or-later.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { reply } from '../steps/reply.ts'
import { act, callOf, isRepeatable } from './act.ts'
import { checkOrder, readRight, stillMay } from './check-order.ts'
import { endingOf, LEFT_BEHIND } from './ending.ts'
import { keepSharing } from './keep-sharing.ts'
import { leaveImage, note, refuse, requestOf } from './refuse.ts'
import { settle } from './settle.ts'
import { mayBeOfSome } from './share-in-parts.ts'

/**
 * Carries out one request, from the start or from where a function that died had left it.
 *
 * 1 look afresh, 2 authorise afresh, 3 claim, 4 dry run, 5 act, 6 record, 7 show. It never says that something became
 * true: EC2's yes is shown as "accepted", and only the event (or a later look) proves it.
 */
export const perform = async (needs: PerformNeeds, order: Order): Promise<void> => {
  const { ledger, clock } = needs
  const claim = await ledger.claimRequest(order.key, clock.nowMs())
  if (claim.kind === 'settled') return
  const { request } = await readImage(ledger, order.image)
  const isOurs = claim.kind !== 'new' && request?.key === order.key
  if (isOurs && request.state !== 'asked') await goOn(needs, request)
  else if (claim.kind === 'refused') await reply(needs, order, claim.words)
  else if (isOurs || claim.kind !== 'acting') await begin(needs, order, claim.kind === 'new')
  // What EC2 may have been asked for, and what came after it, must not be asked for again.
  else await noteLost(needs, order)
  // Begun by an earlier delivery, and refused or put before a second person by this one.
  if (isOurs && request.state === 'asked') await leaveImage(needs, order)
  await ledger.settleRequest(order.key)
}

const LOOK_BACK = 50

/** The function ended before it could write how it ended, and another request has taken its place. */
const noteLost = async (needs: PerformNeeds, order: Order): Promise<void> => {
  const history = await needs.ledger.readHistory(order.image, LOOK_BACK)
  if (history.some(({ kind, id }) => kind === 'request' && id === order.key)) return
  const reason =
    'How it ended was lost, and something else was asked for since then. The card shows the image as it is.'
  await note(needs, order, 'failed', reason)
}

const begin = async (needs: PerformNeeds, order: Order, isNew: boolean): Promise<void> => {
  const { ledger, clock } = needs
  const { action, image } = order
  // An earlier delivery asked a second person, and may have ended before it told who asked.
  const proposal = isNew || order.consent ? undefined : await ledger.readProposal(order.key)
  if (proposal?.approval && proposal.state !== 'open') return showWaiting(needs, proposal, order)
  if (clock.nowMs() - order.askedAtMs > GOOD_FOR_MS)
    return refuse(
      needs,
      order,
      'it had waited for too long',
      renderTooLate(action, await readImage(ledger, image)),
    )
  // Whoever dies from here on may leave a card behind that is not true any more.
  await ledger.noteTouched(order.key, [image], clock.nowMs())
  const looked = await lookAfresh(needs, image)
  if (!looked.ok) {
    await note(needs, order, 'failed', `EC2 could not be asked (${looked.why})`)
    const words = renderUnreachable(action, image, looked.why)
    await ledger.saveRefusal(order.key, words, clock.nowMs())
    return reply(needs, order, words)
  }
  const { record } = await changeImage(ledger, image, looked.apply)
  if (!(await checkOrder(needs, order, record))) return
  const request = await claimImage(needs, order, record)
  if (!request) return
  await show(needs, request)
  await carryOut(needs, order, request)
}

/** Writes the request into the image's record; only one can be open there. */
const claimImage = async (
  needs: PerformNeeds,
  order: Order,
  looked: ImageRecord,
): Promise<Request | undefined> => {
  const request = requestOf(order, looked)
  const { record, changed } = await changeImage(needs.ledger, order.image, now => {
    const isOurs = now.request?.key === request.key
    const isTaken =
      now.request !== undefined && (isOurs ? now.request.state !== 'asked' : isOpen(now.request))
    return isTaken ? undefined : withRequest(now, request)
  })
  if (changed || !record.request) return request
  if (record.request.key === request.key) await goOn(needs, record.request)
  else
    await refuse(
      needs,
      order,
      'another request was under way',
      renderBusy(order.action, record, record.request),
    )
  return undefined
}

const carryOut = async (needs: PerformNeeds, order: Order, request: Request): Promise<void> => {
  const { images, ledger, clock } = needs
  const { action, image } = request
  const rehearsed = await images.rehearse(callOf(request))
  if (rehearsed.kind === 'refused' && !(request.share && mayBeOfSome(request.share, rehearsed.code)))
    return end(needs, request, {
      state: 'failed',
      code: rehearsed.code,
      reason: explain(action, rehearsed.code, rehearsed.message),
    })
  if (rehearsed.kind === 'unknown')
    return end(needs, request, {
      state: 'failed',
      reason: `EC2 did not answer the rehearsal (${rehearsed.reason}). Nothing was changed; try again.`,
    })

  const keeping = await keepSharing(needs, request)
  if (typeof keeping !== 'function')
    return end(needs, request, {
      state: 'failed',
      reason: `EC2 did not tell who may launch the image (${keeping.unreadable}), and disabling takes that away for good. Nothing was changed; try again in a minute.`,
    })

  // Reading the facts and the dry run take time, in which the right may have been taken away.
  const right = await readRight(needs, order)
  if (!right.allowed)
    return end(needs, request, {
      state: 'failed',
      reason: `EC2 was not called: ${noRightWords(right)}. Nothing was changed.`,
    })
  if (!(await countAgainstLimit(needs, order))) return

  await ledger.noteActing(request.key)
  const acting: Request = { ...request, state: 'acting', actedAtMs: clock.nowMs() }
  const { record, changed: mine } = await changeImage(ledger, image, now =>
    now.request?.key === request.key && now.request.state === 'asked'
      ? { ...withRequest(now, { ...acting, ...(now.kept && { keptBefore: now.kept }) }), ...keeping(now) }
      : undefined,
  )
  if (!mine) {
    const { request: now } = record
    // Somebody else goes on with it, or has ended it: then nothing may be done for it any more.
    return now?.key === request.key && isOpen(now) ? goOn(needs, now) : show(needs, request)
  }
  await end(needs, acting, endingOf(acting, await act(needs, acting, record, stillMay(needs, order, right))))
}

/** The person's limit, counted directly before the call: what was counted long before would leave room too early. */
const countAgainstLimit = async (needs: PerformNeeds, order: Order): Promise<boolean> => {
  const { action, image, key, person } = order
  const max = needs.config.limits.destructivePerHour
  if (!ACTION_RULES[action].asksFirst) return true
  if (await needs.ledger.countRequest(person.userId, key, needs.clock.nowMs(), max)) return true
  const words = renderTooMany(await readImage(needs.ledger, image), action, max)
  await refuse(needs, order, `more than ${max} images within an hour`, words)
  await leaveImage(needs, order)
  return false
}

/** A delivery of a request whose work had begun: EC2 is never called a second time for what a second call could do twice. */
const goOn = async (needs: PerformNeeds, request: Request): Promise<void> => {
  if (request.state === 'acting' && isRepeatable(request)) {
    const record = await readImage(needs.ledger, request.image)
    if (await isBack(needs, request)) return end(needs, request, { state: 'accepted' })
    return end(needs, request, endingOf(request, await act(needs, request, record)))
  }
  if (request.state === 'acting') return end(needs, request, LEFT_BEHIND)
  const later = await orLater(recordAttempt(needs, request.image, attemptOf(request)))
  await proveAtOnce(needs, request)
  await show(needs, request)
  if (later) throw later
}

/** EC2 refuses to restore what it has restored. */
const isBack = async ({ images }: PerformNeeds, { action, image }: Request): Promise<boolean> =>
  action === 'restore' &&
  (await images.describe(image.account, image.region, [image.imageId])).has(image.imageId)

/** Writes the end down first, then shows it: Slack may be down, the ledger is the truth. */
const end = async (
  needs: PerformNeeds,
  request: Request,
  ending: Pick<Request, 'state'> & Partial<Request>,
): Promise<void> => {
  const ended: Request = { ...request, ...ending }
  const isGone = ended.code !== undefined && GONE_CODES.includes(ended.code)
  const { record } = await changeImage(needs.ledger, request.image, now => {
    if (now.request?.key !== request.key) return undefined
    // The event may have been faster than EC2's own answer: confirmed stays confirmed, with what only the answer tells.
    if (now.request.state === 'confirmed')
      return ended.state === 'accepted'
        ? withRequest(ended.snapshots ? withoutBin(now) : now, { ...ended, ...now.request })
        : undefined
    const left = ended.action === 'restore' ? withoutWay(now, ended.code) : now
    // Which snapshots went with it is known now: what the Recycle Bin was said to have is looked at again.
    const again = ended.snapshots ? withoutBin(left) : left
    return ended.state === 'failed' ? withFailed(again, ended) : withRequest(again, ended)
  })
  if (isGone) await lookAgain(needs, request)
  // Its event was faster, and looked into the Recycle Bin without knowing which snapshots went with it.
  if (ended.snapshots && stateOf(record) === 'deregistered') await noteBin(needs, request.image)
  const final = record.request?.key === request.key ? record.request : ended
  const later = await orLater(recordAttempt(needs, request.image, attemptOf(final)))
  await proveAtOnce(needs, final)
  await show(needs, final)
  if (later) throw later
}

/** What EC2 says of the way back where it refuses to restore. */
const withoutWay = (record: ImageRecord, code: string | undefined): ImageRecord => {
  if (code === LOST_SNAPSHOT) return withBin(record, 'snapshots')
  return code !== undefined && GONE_CODES.includes(code) ? withoutBin(record) : record
}

/** AWS documents no event for these: a look proves them. */
const proveAtOnce = async (needs: PerformNeeds, request: Request): Promise<void> => {
  if (request.state === 'accepted' && isRepeatable(request)) await settle(needs, request.image)
}

/** EC2 does not know the image any more: the card must not go on offering what cannot be done. */
const lookAgain = async (needs: PerformNeeds, { image }: Request): Promise<void> => {
  const looked = await lookAfresh(needs, image)
  if (looked.ok)
    await changeImage(needs.ledger, image, now => ({
      ...looked.apply(now),
      ...(now.request && { request: now.request }),
    }))
}

const show = async (needs: PerformNeeds, request: Request): Promise<void> => {
  await showImage(needs, request.image)
  await answerPrivately(needs, await readImage(needs.ledger, request.image))
}
