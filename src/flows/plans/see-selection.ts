import { decideApproval, isApprovedWith } from '../../domain/approval.ts'
import { rolesFor } from '../../domain/authorise.ts'
import { chunksOf } from '../../domain/group-by.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import { imageActionOf, type Plan, type WithheldSharing } from '../../domain/plan.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { authorise } from '../steps/authorise.ts'
import { leaveDated } from './leave-dated.ts'
import { leaveRevoked } from './leave-revoked.ts'
import type { PlanNeeds } from './needs.ts'
import { type SeenSelection, seeImages } from './see-images.ts'
import { seeSharingBack } from './see-sharing-back.ts'

const RECORDS_AT_ONCE = 100

type Asked = Pick<Plan, 'action' | 'retirement' | 'undoes' | 'retries' | 'person' | 'workspaceId'>

/** What a plan of many images does with those that were selected. */
export interface PlannedSelection extends SeenSelection {
  /** Launch permissions that its undo does not give back. */
  withheld: readonly WithheldSharing[]
}

/**
 * Looks at the images of a plan: 1 which of them can be changed so 2 of the undo of a plan that disabled them, the launch permissions
 * that it gives back: each an item of its own, after its image is enabled.
 */
export const seeSelection = async (
  needs: PlanNeeds,
  asked: Asked,
  selected: readonly ImageRef[],
): Promise<PlannedSelection> => {
  const action = imageActionOf(asked)
  // 1 which of them can be changed so
  const seen = leaveDated(
    asked.retirement,
    await leaveRevoked(needs, action, await seeImages(needs, action, selected)),
  )
  // 2 the launch permissions that it gives back
  const undone = action === 'enable' ? await undonePlan(needs, asked) : undefined
  return undone?.action === 'disable'
    ? addSharingBack(needs, asked, undone, seen, selected)
    : { ...seen, withheld: [] }
}

const RETRIES_FOLLOWED = 10

/** The plan that this one undoes; of a retry, the one that the retried plan undid. */
const undonePlan = async (
  { ledger }: Pick<PlanNeeds, 'ledger'>,
  asked: Pick<Plan, 'undoes' | 'retries'>,
): Promise<Plan | undefined> => {
  let plan: Pick<Plan, 'undoes' | 'retries'> | undefined = asked
  for (let step = 0; step < RETRIES_FOLLOWED && plan?.retries !== undefined; step++)
    plan = await ledger.readPlan(plan.retries)
  return plan?.undoes === undefined ? undefined : ledger.readPlan(plan.undoes)
}

const addSharingBack = async (
  needs: PlanNeeds,
  asked: Asked,
  undone: Plan,
  seen: SeenSelection,
  selected: readonly ImageRef[],
): Promise<PlannedSelection> => {
  const { ledger, config } = needs
  const keys = new Set(selected.map(imageKey))
  const disabled = (await ledger.readPlanImages(undone.id)).filter(
    ({ state, image }) => state === 'done' && keys.has(imageKey(image)),
  )
  const records = new Map<string, ImageRecord>()
  for (const some of chunksOf(disabled, RECORDS_AT_ONCE))
    for (const [key, record] of await ledger.readImages(some.map(({ image }) => image)))
      records.set(key, record)
  // Somebody has enabled them already.
  const left = seen.leftOut.filter(({ isUnread }) => !isUnread).map(({ image }) => image)
  const enabled = (await leaveRevoked(needs, 'share', await seeImages(needs, 'share', left))).images
  const back = await seeSharingBack(needs, undone, disabled, [...seen.images, ...enabled], records)
  const right = await authorise(needs, asked, rolesFor(config, 'share'))
  const approved = back.images.filter(
    ({ image, facts }) =>
      decideApproval(config, 'share', image, facts, undefined) === undefined ||
      isApprovedWith(config, 'share', 'enable'),
  )
  const shared = right.allowed ? approved : []
  const given = new Set(shared.map(({ image }) => imageKey(image)))
  const withheld: WithheldSharing[] = [
    { why: 'alert', images: back.withheld.length },
    { why: 'right', images: right.allowed ? 0 : back.images.length },
    { why: 'approval', images: right.allowed ? back.images.length - approved.length : 0 },
  ]
  return {
    images: [...seen.images, ...shared],
    leftOut: seen.leftOut.filter(({ image }) => !given.has(imageKey(image))),
    withheld: withheld.filter(({ images }) => images > 0),
  }
}
