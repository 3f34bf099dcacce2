import { renderNote } from '../../blocks/note.ts'
import { renderBusy, renderGoneState, renderRefusal, renderTooLate } from '../../blocks/refusal.ts'
import { code } from '../../blocks/text.ts'
import { ACTION_RULES, type Action } from '../domain/actions.ts'
import type { Ask } from '../domain/ask.ts'
import type { Change } from '../domain/change.ts'
import type { Config } from '../domain/config.ts'
import { explain, GONE_CODES } from '../domain/explain.ts'
import { type ImageRef, imageKey } from '../domain/image.ts'
import { applyLook, type ImageRecord, stateOf, withRequest } from '../domain/record.ts'
import { isOpen, type Request, type RequestState } from '../domain/request.ts'
import type { Clock, Images, Ledger, Log, Messenger } from '../ports.ts'
import { answerPrivately } from './answer-privately.ts'
import { authorise } from './authorise.ts'
import { changeImage, readImage } from './change-image.ts'
import { sayPrivately } from './say-privately.ts'
import { showImage } from './show.ts'

export interface PerformNeeds {
  images: Pick<Images, 'describe' | 'rehearse' | 'change'>
  ledger: Ledger
  messenger: Pick<Messenger, 'update' | 'whisper' | 'respond' | 'members'>
  config: Config
  clock: Clock
  log: Log
}

/** A click is meant for now: one that waited longer on the queue is not carried out. */
const GOOD_FOR_MS = 10 * 60_000

type ChangeAsk = Extract<Ask, { kind: 'change' }>

/**
 * Carries out one request, from the start or from where a function that died had left it.
 *
 * 1 look afresh, 2 authorise afresh, 3 claim, 4 dry run, 5 act, 6 record, 7 show. It never says that something became
 * true: EC2's yes is shown as "accepted", and only the event (or a later look) proves it.
 */
export const perform = async (needs: PerformNeeds, ask: ChangeAsk): Promise<void> => {
  const { ledger, clock } = needs
  const claim = await ledger.claimRequest(ask.key, clock.nowMs())
  if (claim === 'settled') return
  const before = await readImage(ledger, ask.image)
  if (claim === 'open' && before.request?.key === ask.key && before.request.state !== 'asked')
    await goOn(needs, before.request)
  else await begin(needs, ask)
  await ledger.settleRequest(ask.key)
}

const begin = async (needs: PerformNeeds, ask: ChangeAsk): Promise<void> => {
  const { images, ledger, messenger, config, clock } = needs
  const { action, image } = ask
  if (clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS) {
    await note(needs, ask, 'refused', 'it had waited for too long')
    return sayPrivately(needs, ask, renderTooLate(action, await readImage(ledger, image)))
  }

  // Whoever dies from here on may leave a card behind that is not true any more.
  await ledger.noteTouched(ask.key, [image], clock.nowMs())
  const looked = await lookAfresh(needs, ask)
  if (!looked) return

  const right = await authorise({ messenger, config }, ask)
  if (!right.allowed) {
    await note(needs, ask, 'refused', `no right: ${right.why}`)
    return sayPrivately(needs, ask, renderRefusal(action, looked, right))
  }

  const state = stateOf(looked)
  if (!state || !ACTION_RULES[action].from.includes(state)) {
    await showImage(needs, image)
    await note(needs, ask, 'refused', `the image was ${state ?? 'unknown to EC2'}`)
    return sayPrivately(needs, ask, renderGoneState(action, looked))
  }

  const request = requestOf(ask)
  const { record, changed } = await changeImage(ledger, image, now => {
    const isOurs = now.request?.key === request.key
    const isTaken =
      now.request !== undefined && (isOurs ? now.request.state !== 'asked' : isOpen(now.request))
    return isTaken ? undefined : withRequest(now, request)
  })
  if (!changed && record.request) {
    if (record.request.key === request.key) return goOn(needs, record.request)
    await note(needs, ask, 'refused', 'another request was under way')
    return sayPrivately(needs, ask, renderBusy(action, record, record.request))
  }
  await show(needs, request)

  const rehearsed = await images.rehearse(changeOf(action, image))
  if (rehearsed.kind === 'refused')
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

  const acting: Request = { ...request, state: 'acting', actedAtMs: clock.nowMs() }
  const { changed: mine } = await changeImage(ledger, image, now =>
    now.request?.key === request.key && now.request.state === 'asked' ? withRequest(now, acting) : undefined,
  )
  if (!mine) return goOn(needs, acting)

  const answer = await images.change(changeOf(action, image))
  switch (answer.kind) {
    case 'accepted':
      return end(needs, acting, {
        state: 'accepted',
        ...(answer.requestId && { requestId: answer.requestId }),
      })
    case 'refused':
      return end(needs, acting, {
        state: 'failed',
        code: answer.code,
        reason: explain(action, answer.code, answer.message),
      })
    case 'unknown':
      return end(needs, acting, { state: 'unknown', reason: UNKNOWN })
  }
}

const UNKNOWN =
  'It may or may not have happened: amiops looks at EC2 within five minutes and tells. Check again looks at once.'

/** A delivery of a request whose work had begun: EC2 is never called a second time for it. */
const goOn = async (needs: PerformNeeds, request: Request): Promise<void> => {
  if (request.state === 'acting') return end(needs, request, { state: 'unknown', reason: UNKNOWN })
  await needs.ledger.addHistory(request.image, entryOf(request))
  await show(needs, request)
}

/** Writes the end down first, then shows it: Slack may be down, the ledger is the truth. */
const end = async (
  needs: PerformNeeds,
  request: Request,
  ending: Pick<Request, 'state'> & Partial<Pick<Request, 'code' | 'reason' | 'requestId'>>,
): Promise<void> => {
  const ended: Request = { ...request, ...ending }
  const { record } = await changeImage(needs.ledger, request.image, now =>
    // The event may have been faster than EC2's own answer: confirmed stays confirmed.
    now.request?.key === request.key && now.request.state !== 'confirmed'
      ? withRequest(now, ended)
      : undefined,
  )
  if (ended.code && GONE_CODES.includes(ended.code)) await lookAgain(needs, request)
  const final = record.request?.key === request.key ? record.request : ended
  await needs.ledger.addHistory(request.image, entryOf(final))
  needs.log.info('A request was carried out as far as it goes.', {
    request: request.key,
    action: request.action,
    image: imageKey(request.image),
    person: request.person.userId,
    state: final.state,
    ...(final.code && { code: final.code }),
    ...(final.requestId && { ec2RequestId: final.requestId }),
  })
  await show(needs, final)
}

const lookAfresh = async (needs: PerformNeeds, ask: ChangeAsk): Promise<ImageRecord | undefined> => {
  const { images, ledger, clock, log } = needs
  const { account, region, imageId } = ask.image
  try {
    const live = (await images.describe(account, region, [imageId])).get(imageId)
    return (await changeImage(ledger, ask.image, now => applyLook(now, live, clock.nowMs()))).record
  } catch (error) {
    log.warn('EC2 could not be asked before a change; nothing was done.', {
      image: imageKey(ask.image),
      why: String(error),
    })
    await note(needs, ask, 'failed', 'EC2 could not be asked')
    const { label } = ACTION_RULES[ask.action]
    await sayPrivately(
      needs,
      ask,
      renderNote(
        '⚠️',
        `${label} of ${code(imageId)} was not carried out: EC2 in ${region} could not be asked how the image is (${code(error instanceof Error ? error.name : 'error', 60)}).`,
        'Nothing was changed. Try again in a minute.',
      ),
    )
    return undefined
  }
}

const lookAgain = async ({ images, ledger, clock }: PerformNeeds, { image }: Request): Promise<void> => {
  const live = (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
  await changeImage(ledger, image, now => ({
    ...applyLook(now, live, clock.nowMs()),
    ...(now.request && { request: now.request }),
  }))
}

const show = async (needs: PerformNeeds, request: Request): Promise<void> => {
  await showImage(needs, request.image)
  await answerPrivately(needs, await readImage(needs.ledger, request.image))
}

const changeOf = (action: Action, image: ImageRef): Change => {
  switch (action) {
    case 'enable':
      return { call: 'EnableImage', image }
    case 'disable':
      return { call: 'DisableImage', image }
    case 'deregister':
      return { call: 'DeregisterImage', image, deleteSnapshots: false }
  }
}

const requestOf = ({ key, action, image, person, place, askedAtMs }: ChangeAsk): Request => ({
  key,
  action,
  image,
  person,
  place,
  askedAtMs,
  state: 'asked',
})

const entryOf = (request: Request) => ({
  kind: 'request' as const,
  id: request.key,
  atMs: request.askedAtMs,
  action: request.action,
  outcome: request.state,
  by: request.person,
  ...(request.reason && { reason: request.reason.slice(0, 1000) }),
  ...(request.requestId && { requestId: request.requestId }),
})

/** What did not even become a request is history too. */
const note = async (
  { ledger, log }: PerformNeeds,
  ask: ChangeAsk,
  state: RequestState,
  reason: string,
): Promise<void> => {
  log.info('A request was not carried out.', {
    request: ask.key,
    action: ask.action,
    image: imageKey(ask.image),
    person: ask.person.userId,
    state,
    reason,
  })
  await ledger.addHistory(ask.image, entryOf({ ...requestOf(ask), state, reason }))
}
