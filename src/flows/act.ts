import type { Change, ChangeAnswer } from '../domain/change.ts'
import { GONE_CODES } from '../domain/explain.ts'
import { groupBy } from '../domain/group-by.ts'
import { NOBODY, type Sharing, sharedWith, withSharing } from '../domain/impact.ts'
import { Later } from '../domain/later.ts'
import type { ImageRecord } from '../domain/record.ts'
import type { Request } from '../domain/request.ts'
import type { Images } from '../ports.ts'

type Needs = { images: Pick<Images, 'change' | 'recycled'> }

/** Not EC2's: protection is off, and its cooldown still protects the image. */
export const COOLDOWN = 'Cooldown'

/** What one request came to in EC2. */
export type Acted = ChangeAnswer & {
  /** Of Share again: with whom EC2 would not share, and its code. */
  notShared?: readonly { with: Sharing; code: string }[]
  /** The call that EC2 refused, where it was not the last one. */
  call?: Change['call']
  /** Its deregistration protection was switched off, whatever came of the rest. */
  unprotected?: true
}

/** Whether EC2's refusal may be about some of those that an image is to be shared with, and not about the image. */
export const mayBeOfSome = ({ action, share }: Request, code: string): boolean =>
  action === 'share' && sharedWith(share ?? NOBODY) > 1 && /^Invalid/.test(code) && !GONE_CODES.includes(code)

/** Done again, these do the same: who finds them half done may go on. */
export const isRepeatable = ({ action }: Request): boolean => action === 'restore' || action === 'share'

/** The call that a request comes down to; the one that is rehearsed. */
export const callOf = ({ action, image, options, share }: Request): Change => {
  switch (action) {
    case 'enable':
      return { call: 'EnableImage', image }
    case 'disable':
      return { call: 'DisableImage', image }
    case 'deregister':
      return { call: 'DeregisterImage', image, deleteSnapshots: options?.deleteSnapshots === true }
    case 'restore':
      return { call: 'RestoreImageFromRecycleBin', image }
    case 'share':
      return {
        call: 'ModifyImageAttribute',
        image,
        share: share ?? NOBODY,
      }
  }
}

/** Asks EC2 for all that a request needs, in the order that leaves the least to regret. */
export const act = (needs: Needs, request: Request, record: ImageRecord): Promise<Acted> => {
  switch (request.action) {
    case 'deregister':
      return deregister(needs, request)
    case 'restore':
      return restore(needs, request, record)
    case 'share':
      return share(needs, request)
    default:
      return needs.images.change(callOf(request))
  }
}

const deregister = async ({ images }: Needs, request: Request): Promise<Acted> => {
  if (request.options?.unprotect) {
    const answer = await images.change({
      call: 'DisableImageDeregistrationProtection',
      image: request.image,
    })
    // With a cooldown EC2 would refuse for another day: nothing is gained by asking it now.
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

/** Snapshots that went to the Recycle Bin too come back first: https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-working-with-amis.html
 * @throws {Later} while they recover */
const restore = async ({ images }: Needs, request: Request, record: ImageRecord): Promise<Acted> => {
  const { image } = request
  const snapshotIds = (record.facts?.snapshots ?? []).map(({ snapshotId }) => snapshotId)
  const recycled = await images.recycled(image, snapshotIds)
  for (const snapshotId of recycled?.snapshotIds ?? []) {
    const answer = await images.change({ call: 'RestoreSnapshotFromRecycleBin', image, snapshotId })
    if (answer.kind !== 'accepted') return { ...answer, call: 'RestoreSnapshotFromRecycleBin' }
  }
  const answer = await images.change(callOf(request))
  if (answer.kind === 'refused' && /^IncorrectState/.test(answer.code))
    throw new Later(RECOVERING_SEC, `The snapshots of ${image.imageId} are still recovering.`)
  return answer
}

const each = ({ accounts, organizations, organizationalUnits, isPublic }: Sharing): Sharing[] => [
  ...accounts.map(account => ({ ...NOBODY, accounts: [account] })),
  ...organizations.map(arn => ({ ...NOBODY, organizations: [arn] })),
  ...organizationalUnits.map(arn => ({ ...NOBODY, organizationalUnits: [arn] })),
  ...(isPublic ? [{ ...NOBODY, isPublic: true }] : []),
]

/** Two halves of those who shall have access. */
const halvesOf = (sharing: Sharing): Sharing[] => {
  const all = each(sharing)
  const middle = Math.ceil(all.length / 2)
  return [all.slice(0, middle), all.slice(middle)].map(half => half.reduce(withSharing, NOBODY))
}

/** One call for all; where EC2 refuses it, since one account is no more, each half by itself, so that the others are not
 * lost: a thousand calls would take longer than a function lives. */
const share = async (needs: Needs, request: Request, wanted = request.share ?? NOBODY): Promise<Acted> => {
  const answer = await needs.images.change(callOf({ ...request, share: wanted }))
  if (answer.kind !== 'refused' || !mayBeOfSome({ ...request, share: wanted }, answer.code)) return answer
  const halves: Acted[] = []
  for (const half of halvesOf(wanted)) {
    const acted = await share(needs, request, half)
    if (acted.kind === 'unknown') return acted
    halves.push(
      acted.kind === 'refused' ? { ...acted, notShared: [{ with: half, code: acted.code }] } : acted,
    )
  }
  const notShared = byCode(halves.flatMap(half => half.notShared ?? []))
  const accepted = halves.findLast(half => half.kind === 'accepted')
  return accepted ? { ...accepted, notShared } : answer
}

/** Those that were refused for the same reason, together. */
const byCode = (refused: NonNullable<Acted['notShared']>): NonNullable<Acted['notShared']> =>
  [...groupBy(refused, ({ code }) => code)].map(([code, all]) => ({
    code,
    with: all.map(one => one.with).reduce(withSharing),
  }))
