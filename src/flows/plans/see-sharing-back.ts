import { imageKey } from '../../domain/image.ts'
import type { Plan } from '../../domain/plan.ts'
import type { PlanImage } from '../../domain/plan-image.ts'
import { requestKeyOf } from '../../domain/plan-order.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { inBoth, NOBODY, type Sharing, sharedWith } from '../../domain/sharing.ts'
import { inParallel } from '../../in-parallel.ts'
import type { PlanNeeds } from './needs.ts'
import type { Seen } from './see-images.ts'

const READS_AT_ONCE = 16

/** What gives back the launch permissions that a plan took. */
export interface SharingBack {
  /** An item of Re-share for each image. */
  images: Seen[]
  /** Not given back: they include some that were removed after an alert. */
  withheld: Seen[]
}

/**
 * What gives back the launch permissions that a plan took by disabling images: of those that are still saved, and of the images that are
 * enabled again.
 *
 * @param disabled the items that it has done
 * @param enabled the images that are enabled before that, or are already
 * @param records of the disabled images, by `imageKey`
 */
export const seeSharingBack = async (
  needs: Pick<PlanNeeds, 'ledger'>,
  plan: Pick<Plan, 'id'>,
  disabled: readonly PlanImage[],
  enabled: readonly Seen[],
  records: ReadonlyMap<string, ImageRecord>,
): Promise<SharingBack> => {
  const taken = await readTaken(needs, plan, disabled)
  const back: SharingBack = { images: [], withheld: [] }
  for (const { impact: _ofEnable, ...one } of enabled) {
    const key = imageKey(one.image)
    const record = records.get(key)
    // Access that was given back already is no longer among the saved permissions.
    const share = inBoth(taken.get(key) ?? NOBODY, record?.savedPermissions ?? NOBODY)
    if (sharedWith(share) === 0) continue
    const list = wasTakenAway(record, share) ? back.withheld : back.images
    list.push({ ...one, action: 'share', share })
  }
  return back
}

/**
 * The saved permissions contain access that an alert was about and that was taken away while the image was available. An image that was
 * made private must not become public again by an undo.
 */
const wasTakenAway = (record: ImageRecord | undefined, share: Sharing): boolean =>
  (record?.alerts ?? []).some(
    ({ over, to }) => over !== undefined && over.state === undefined && sharedWith(inBoth(to, share)) > 0,
  )

/** Those who lost access by the plan, by `imageKey`. Access that an earlier change took away is not given back. */
const readTaken = async (
  { ledger }: Pick<PlanNeeds, 'ledger'>,
  plan: Pick<Plan, 'id'>,
  disabled: readonly PlanImage[],
): Promise<ReadonlyMap<string, Sharing>> => {
  const taken = new Map<string, Sharing>()
  await inParallel(disabled, READS_AT_ONCE, async one => {
    const { image, queuedAtMs: atMs } = one
    if (atMs === undefined) return
    const entry = await ledger.readHistoryEntry(image, { id: requestKeyOf(plan, one), atMs })
    if (entry?.kind === 'request' && entry.taken) taken.set(imageKey(image), entry.taken)
  })
  return taken
}
