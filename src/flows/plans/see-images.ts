import { ACTION_RULES, type Action } from '../../domain/actions.ts'
import { asksForImpact } from '../../domain/approval.ts'
import type { Config } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeKey, placesIn } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import { type ImageFacts, type ImageRef, imageKey, totalSizeGiB } from '../../domain/image.ts'
import type { LeftOut, SeenImage } from '../../domain/plan-facts.ts'
import type { PlanAssignment } from '../../domain/plan-image.ts'
import type { Sharing } from '../../domain/sharing.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import type { Images, Instances, Log, References, Uses } from '../../ports.ts'
import { gatherListed } from '../steps/gather-listed.ts'
import { readSharing } from '../steps/read-sharing.ts'

interface Needs {
  images: Pick<Images, 'describe' | 'recycleBin'>
  uses: Uses & References
  instances: Pick<Instances, 'list'>
  config: Config
  log: Log
}

const PLACES_AT_ONCE = 16

/** An image with the facts that EC2 has, and the alias that it is assigned to or the action for it. */
export type Seen = SeenImage & {
  facts?: ImageFacts
  assignment?: PlanAssignment
  action?: Action
  share?: Sharing
}

/** The images of a selection that can be changed so now, and the others with the reason. */
export interface SeenSelection {
  images: Seen[]
  leftOut: LeftOut[]
}

/**
 * Looks at all images of a selection with calls that list: 1 in EC2, or in the Recycle Bin 2 what uses them, where the change would
 * break something.
 */
export const seeImages = async (
  needs: Needs,
  action: Action,
  selected: readonly ImageRef[],
): Promise<SeenSelection> => {
  const { config, log } = needs
  const images: Seen[] = []
  const leftOut: LeftOut[] = []
  const ours = new Set(placesIn(config).map(placeKey))
  const byPlace = groupBy([...new Map(selected.map(image => [imageKey(image), image])).values()], placeKey)
  // 1 in EC2, or in the Recycle Bin
  await inParallel([...byPlace], PLACES_AT_ONCE, async ([place, refs]) => {
    if (!ours.has(place))
      return void leftOut.push(
        ...refs.map(image => ({ image, why: 'its account or region isn’t configured' })),
      )
    try {
      const seen = action === 'restore' ? await seeRecycled(needs, refs) : await seeLive(needs, action, refs)
      images.push(...seen.images)
      leftOut.push(...seen.leftOut)
    } catch (error) {
      log.warn('The images of a plan could not be looked at.', { place, why: String(error) })
      const why = `EC2 did not answer for its account and region (${errorName(error)})`
      leftOut.push(...refs.map(image => ({ image, why, isUnread: true as const })))
    }
  })
  // 2 what uses them
  if (!ACTION_RULES[action].asksFirst && !asksForImpact(config, action)) return { images, leftOut }
  const [impacts, sharingOf] = await allOf([
    gatherListed(needs, images, action === 'deregister'),
    readSharing(needs, images),
  ])
  return {
    images: images.map(one => {
      const impact = impacts.get(imageKey(one.image))
      return impact ? { ...one, impact: { ...impact, sharing: sharingOf(one.image) } } : one
    }),
    leftOut,
  }
}

const seeLive = async (
  { images }: Needs,
  action: Action,
  refs: readonly ImageRef[],
): Promise<SeenSelection> => {
  const [{ account, region } = { account: '', region: '' }] = refs
  const found = await images.describe(
    account,
    region,
    refs.map(({ imageId }) => imageId),
  )
  const seen: SeenSelection = { images: [], leftOut: [] }
  for (const image of refs) {
    const facts = found.get(image.imageId)
    const state = facts?.state ?? 'deregistered'
    if (!facts || !ACTION_RULES[action].from.includes(state))
      seen.leftOut.push({
        image,
        why: `it is ${state}`,
        ...(facts?.name !== undefined && { name: facts.name }),
      })
    else if (action === 'deregister' && facts.ownerAlias === 'aws-backup-vault')
      seen.leftOut.push({ image, why: 'AWS Backup manages it' })
    else seen.images.push(ofFacts(image, facts))
  }
  return seen
}

/** An image with its facts. */
export const ofFacts = (image: ImageRef, facts: ImageFacts): Seen => {
  const { state, name, createdAtMs, lastLaunchedAtMs } = facts
  const sizeGiB = totalSizeGiB(facts)
  return {
    image,
    state,
    ...(name !== undefined && { name }),
    ...(createdAtMs !== undefined && { createdAtMs }),
    ...(lastLaunchedAtMs !== undefined && { lastLaunchedAtMs }),
    ...(sizeGiB !== undefined && { sizeGiB }),
    facts,
  }
}

const seeRecycled = async ({ images }: Needs, refs: readonly ImageRef[]): Promise<SeenSelection> => {
  const [{ account, region } = { account: '', region: '' }] = refs
  const bin = new Map((await images.recycleBin(account, region)).map(one => [one.imageId, one]))
  const seen: SeenSelection = { images: [], leftOut: [] }
  for (const image of refs) {
    const recycled = bin.get(image.imageId)
    if (recycled)
      seen.images.push({
        image,
        state: 'deregistered',
        recycledUntilMs: recycled.untilMs,
        ...(recycled.name !== undefined && { name: recycled.name }),
      })
    else seen.leftOut.push({ image, why: 'it is not in the Recycle Bin' })
  }
  return seen
}
