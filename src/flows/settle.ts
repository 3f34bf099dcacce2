import { ACTION_RULES } from '../domain/actions.ts'
import type { Config } from '../domain/config.ts'
import { type ImageRef, imageKey } from '../domain/image.ts'
import { withRequest } from '../domain/record.ts'
import { ANSWERS_WITHIN_MS, isOpen, mayHaveActed, type Request } from '../domain/request.ts'
import type { Clock, Images, Ledger, Log } from '../ports.ts'
import { type AnnounceNeeds, announce } from './announce.ts'
import { changeImage, readImage } from './change-image.ts'
import { showImage } from './show.ts'

interface Needs {
  images: Pick<Images, 'describe'>
  ledger: Ledger
  messenger: AnnounceNeeds['messenger']
  config: Config
  clock: Clock
  log: Log
}

/**
 * Settles a request whose event did not come, by a look at EC2: what became true is announced as seen late, what did
 * not become true within the hour is told as failed.
 *
 * @returns whether the request is settled now
 */
export const settle = async (needs: Needs, image: ImageRef): Promise<boolean> => {
  const { images, ledger, clock } = needs
  const { request } = await readImage(ledger, image)
  if (!request || !isOpen(request)) return true
  const nowMs = clock.nowMs()
  if (!mayHaveActed(request))
    return giveUp(needs, request, 'Nobody carried it out in time. Nothing was changed; ask again.')

  const live = (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
  const { becomes, call } = ACTION_RULES[request.action]
  if ((live?.state ?? 'deregistered') === becomes) {
    const event = {
      ...image,
      id: `seen-late/${imageKey(image)}/${request.key}`,
      state: becomes,
      atMs: nowMs,
      seenLate: true as const,
    }
    await ledger.noteTouched(event.id, [image], nowMs)
    const outcomes = await announce(needs, [event])
    return outcomes.get(event.id)?.kind === 'done'
  }
  const sinceMs = nowMs - (request.actedAtMs ?? request.askedAtMs)
  if (sinceMs < ANSWERS_WITHIN_MS && request.state === 'accepted') return false
  return giveUp(
    needs,
    request,
    `A look at EC2 shows the image ${live?.state ?? 'gone'}: ${call} did not change it. Ask again if it is still wanted.`,
  )
}

const giveUp = async (needs: Needs, request: Request, reason: string): Promise<boolean> => {
  const { record } = await changeImage(needs.ledger, request.image, now =>
    now.request?.key === request.key && isOpen(now.request)
      ? withRequest(now, { ...now.request, state: 'failed', reason })
      : undefined,
  )
  needs.log.warn('A request was given up.', { request: request.key, image: imageKey(request.image), reason })
  await needs.ledger.addHistory(request.image, {
    kind: 'request',
    id: request.key,
    atMs: request.askedAtMs,
    action: request.action,
    outcome: record.request?.key === request.key ? record.request.state : 'failed',
    by: request.person,
    reason,
  })
  await showImage(needs, request.image)
  return true
}
