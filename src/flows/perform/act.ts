import { callOf } from '../../domain/call-of.ts'
import type { Change, ChangeAnswer } from '../../domain/change.ts'
import { sessionOf } from '../../domain/change-session.ts'
import { COOLDOWN, NOT_ASKED } from '../../domain/ec2-advice.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { NotShared, Request } from '../../domain/request.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { NOBODY, type Sharing } from '../../domain/sharing.ts'
import type { Clock, Images } from '../../ports.ts'
import { shareInParts } from './share-in-parts.ts'
import { shareWith } from './share-with.ts'

interface Needs {
  images: Pick<Images, 'change' | 'recycled'>
  clock: Clock
}

/** The calls of one request: its session is known to them. */
interface CallNeeds {
  images: Pick<Images, 'recycled'> & { change: (change: Change) => Promise<ChangeAnswer> }
  clock: Clock
}

/** A part of the minute that a function may run. */
const SHARE_FOR_MS = 30_000

/** EC2's answer to one request. */
export type Acted = ChangeAnswer & {
  /** Of launch permissions: for whom EC2 refused to change them, and why. */
  notShared?: readonly NotShared[]
  /** EC2's ids of all calls that were made: CloudTrail reports each. */
  requestIds: readonly string[]
  /** The call that EC2 refused, where it was not the last one. */
  call?: Change['call']
  /** Its deregistration protection was turned off, even if a later call failed. */
  unprotected?: true
  /**
   * The session of the request could reach all snapshots of the region, because those of the image do not fit into its policy: how many
   * the image has; 0 if they were not known.
   */
  allSnapshots?: number
}

/**
 * Makes all calls to EC2 that a request needs, in the order that does the least damage if one fails.
 *
 * @param whyNotNow called before each call: why it may not be made any longer; undefined if it may
 */
export const act = async (
  { images, clock }: Needs,
  request: Request,
  record: ImageRecord,
  whyNotNow: () => Promise<string | undefined>,
): Promise<Acted> => {
  const requestIds: string[] = []
  const session = sessionOf(request, record.facts)
  let hasAllSnapshots = false as boolean
  const change = async (one: Change): Promise<ChangeAnswer> => {
    const why = await whyNotNow()
    if (why !== undefined) return { kind: 'refused', code: NOT_ASKED, message: why }
    const answer = await images.change(one, session)
    if (answer.requestId) requestIds.push(answer.requestId)
    if (answer.kind === 'accepted' && answer.hasAllSnapshots) hasAllSnapshots = true
    return answer
  }
  const acted = await callEc2({ images: { ...images, change }, clock }, request, record)
  return { ...acted, requestIds, ...(hasAllSnapshots && { allSnapshots: session.snapshotIds?.length ?? 0 }) }
}

/** Whether there is time left. */
const untilLater = (clock: Clock): (() => boolean) => {
  const untilMs = clock.nowMs() + SHARE_FOR_MS
  return () => clock.nowMs() < untilMs
}

type Called = Omit<Acted, 'requestIds' | 'allSnapshots'> & ChangeAnswer

const callEc2 = (needs: CallNeeds, request: Request, record: ImageRecord): Promise<Called> => {
  switch (request.action) {
    case 'deregister':
      return deregister(needs, request)
    case 'restore':
      return restore(needs, request, record)
    case 'shareWith':
      return shareWith(needs.images.change, request, record, untilLater(needs.clock))
    case 'share':
    case 'makePrivate': {
      const [wanted = NOBODY, which] =
        request.action === 'share' ? [request.share, 'share'] : [request.unshare, 'unshare']
      const changeOf = (part: Sharing): Change => callOf({ ...request, [which]: part })
      return shareInParts(needs.images.change, changeOf, wanted, untilLater(needs.clock))
    }
    default:
      return needs.images.change(callOf(request))
  }
}

const deregister = async ({ images }: CallNeeds, request: Request): Promise<Called> => {
  if (request.options?.unprotect) {
    const answer = await images.change({
      call: 'DisableImageDeregistrationProtection',
      image: request.image,
    })
    // With a cooldown, EC2 refuses to deregister for another 24 hours, so the call is not made.
    if (answer.kind !== 'accepted') return { ...answer, call: 'DisableImageDeregistrationProtection' }
    if (answer.protectedUntilMs !== undefined)
      return {
        kind: 'refused',
        code: COOLDOWN,
        message: new Date(answer.protectedUntilMs).toISOString(),
        ...(answer.requestId && { requestId: answer.requestId }),
      }
    return { ...(await images.change(callOf(request))), unprotected: true }
  }
  return images.change(callOf(request))
}

const RECOVERING_SEC = 30

/**
 * Restores the snapshots that are in the Recycle Bin first, then the image:
 * https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-working-with-amis.html
 * @throws {RetryLater} while they recover
 */
const restore = async ({ images }: CallNeeds, request: Request, record: ImageRecord): Promise<Called> => {
  const { image } = request
  const snapshotIds = (record.facts?.snapshots ?? []).map(({ snapshotId }) => snapshotId)
  const recycled = await images.recycled(image, snapshotIds)
  for (const snapshotId of recycled?.snapshotIds ?? []) {
    const answer = await images.change({ call: 'RestoreSnapshotFromRecycleBin', image, snapshotId })
    if (answer.kind !== 'accepted') return { ...answer, call: 'RestoreSnapshotFromRecycleBin' }
  }
  const answer = await images.change(callOf(request))
  if (answer.kind === 'refused' && /^IncorrectState/.test(answer.code))
    throw new RetryLater(RECOVERING_SEC, `The snapshots of ${image.imageId} are still recovering.`)
  return answer
}
