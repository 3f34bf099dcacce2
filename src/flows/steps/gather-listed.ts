import { bounded } from '../../domain/bounded-impact.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeKey } from '../../domain/fleet.ts'
import { chunksOf, groupBy } from '../../domain/group-by.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type {
  FactsForImpact,
  Finding,
  Impact,
  InstancesByAccount,
  Retention,
  Use,
} from '../../domain/impact.ts'
import { impactOfLists } from '../../domain/plan-facts.ts'
import type { Sharing } from '../../domain/sharing.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import type { Instances, References, Uses } from '../../ports.ts'

interface Needs {
  uses: References
  instances: Pick<Instances, 'list'>
  config: Config
}

const PLACES_AT_ONCE = 16
/** As many as EC2 takes in one question: where one fails, only these are not known. */
const IMAGES_AT_ONCE = 10
/** Within the twenty calls a second that EC2 answers. */
const CALLS_AT_ONCE = 4

/** An image, with the facts that its retention is looked up by. */
interface Listed {
  image: ImageRef
  facts?: FactsForImpact
}

/**
 * What a change of many images would break, read with calls that list: by image key.
 *
 * @param isForGood the change may be irreversible: then the rules of the Recycle Bin are read, too
 */
export const gatherListed = async (
  needs: Needs,
  listed: readonly Listed[],
  isForGood: boolean,
): Promise<ReadonlyMap<string, Impact>> => {
  const images = listed.map(({ image }) => image)
  const references = new Map<string, Finding<readonly Use[]>>()
  const byPlace = groupBy(images, placeKey)
  const [elsewhere, retentionOf, autoScalingOf] = await allOf([
    countInstances(needs, new Set(images.map(({ region }) => region))),
    isForGood ? readRetentions(needs, listed) : () => NOT_READ,
    readAutoScaling(needs, byPlace),
    inParallel(
      [...byPlace.values()].flatMap(ofPlace => chunksOf(ofPlace, IMAGES_AT_ONCE)),
      CALLS_AT_ONCE,
      async some => {
        const [first] = some
        if (!first) return
        const ids = some.map(({ imageId }) => imageId)
        const found = await needs.uses.references(first, ids)
        for (const image of some)
          references.set(
            imageKey(image),
            found.known ? { known: true, value: found.value.get(image.imageId) ?? [] } : found,
          )
      },
    ),
  ])
  return new Map(
    images.map(image => [
      imageKey(image),
      impactOfLists(
        bounded('references', references.get(imageKey(image)) ?? NOT_READ),
        bounded('otherAccounts', elsewhere(image)),
        {
          autoScaling: bounded('autoScaling', autoScalingOf(image)),
          retention: retentionOf(image),
        },
      ),
    ]),
  )
}

const NOT_READ: Finding<never> = { known: false, why: 'not looked up' }

/** Groups and launch configurations of each account and region are listed once. */
const readAutoScaling = async (
  { uses }: Needs,
  byPlace: ReadonlyMap<string, readonly ImageRef[]>,
): Promise<(image: ImageRef) => Finding<readonly Use[]>> => {
  const found = new Map<string, ReadonlyMap<string, Finding<readonly Use[]>>>()
  await inParallel([...byPlace], PLACES_AT_ONCE, async ([place, images]) => {
    const [first] = images
    if (!first) return
    const ids = images.map(({ imageId }) => imageId)
    found.set(place, await uses.autoScalingOf(first, ids))
  })
  return image => found.get(placeKey(image))?.get(image.imageId) ?? NOT_READ
}

/** A call for each image: of more than these, a person would wait for too long. */
const SHARING_AT_MOST = 100

/** Who may launch each of these images; of too many of them it stays unknown. */
export const readSharing = async (
  { uses }: { uses: Uses },
  listed: readonly Listed[],
): Promise<(image: ImageRef) => Finding<Sharing>> => {
  if (listed.length > SHARING_AT_MOST) return () => NOT_READ
  const found = new Map<string, Finding<Sharing>>()
  await inParallel(listed, CALLS_AT_ONCE, async ({ image, facts }) => {
    if (facts) found.set(imageKey(image), await uses.look(image, facts, ['sharing']).sharing)
  })
  return image => found.get(imageKey(image)) ?? NOT_READ
}

/** How long the Recycle Bin would keep each image: the rules of each account and region are read once. */
const readRetentions = async (
  { uses }: Needs,
  listed: readonly Listed[],
): Promise<(image: ImageRef) => Finding<Retention>> => {
  const found = new Map<string, Finding<ReadonlyMap<string, Retention>>>()
  const byPlace = groupBy(listed, ({ image }) => placeKey(image))
  await inParallel([...byPlace], PLACES_AT_ONCE, async ([place, ofPlace]) => {
    const [first] = ofPlace
    const known = ofPlace.flatMap(({ image: { imageId }, facts }) => (facts ? [{ imageId, facts }] : []))
    if (first) found.set(place, await uses.retentions(first.image, known))
  })
  return image => {
    const ofPlace = found.get(placeKey(image)) ?? NOT_READ
    if (!ofPlace.known) return ofPlace
    const value = ofPlace.value.get(image.imageId)
    return value ? { known: true, value } : NOT_READ
  }
}

/** Counts the instances of every image in these regions: a list for each account and region. */
const countInstances = async (
  { instances, config }: Needs,
  regions: ReadonlySet<string>,
): Promise<(image: ImageRef) => Finding<InstancesByAccount>> => {
  const running = new Map<string, Map<string, number>>()
  const unread = new Map<string, { account: string; why: string }[]>()
  const places = config.accounts.flatMap(({ id, regions: own }) =>
    own.filter(region => regions.has(region)).map(region => ({ account: id, region })),
  )
  await inParallel(places, PLACES_AT_ONCE, async ({ account, region }) => {
    try {
      for (const { image } of await instances.list(account, region)) {
        const key = `${region}/${image.imageId}`
        const ofImage = running.get(key) ?? new Map<string, number>()
        ofImage.set(account, (ofImage.get(account) ?? 0) + 1)
        running.set(key, ofImage)
      }
    } catch (error) {
      const why = errorName(error)
      unread.set(region, [...(unread.get(region) ?? []), { account, why }])
    }
  })
  return ({ account: own, region, imageId }) => {
    const found = [...(running.get(`${region}/${imageId}`) ?? [])].filter(([account]) => account !== own)
    const silent = (unread.get(region) ?? []).filter(({ account }) => account !== own)
    return {
      known: true,
      value: {
        asked: places.filter(place => place.region === region && place.account !== own).length,
        running: found.map(([account, count]) => ({ name: accountName(config, account), instances: count })),
        unread: silent.map(({ account, why }) => ({ name: accountName(config, account), why })),
      },
    }
  }
}

/** What is looked up for the image itself, beside what lists tell. */
const PARTS = ['autoScaling', 'otherAccounts', 'sharing'] as const

/**
 * What a change of one image of a plan would break now, to compare with what the plan's form showed: references come from the
 * same list, so that only what has grown counts.
 *
 * @param isForGood the change may be irreversible: then the rules of the Recycle Bin are read, too
 */
export const gatherForPlan = async (
  { uses }: { uses: Uses & References },
  image: ImageRef,
  facts: FactsForImpact,
  isForGood: boolean,
): Promise<Impact> => {
  const pending = uses.look(image, facts, isForGood ? [...PARTS, 'retention'] : PARTS)
  const [listed, autoScaling, otherAccounts, sharing, retention] = await allOf([
    uses.references(image, [image.imageId]),
    pending.autoScaling,
    pending.otherAccounts,
    pending.sharing,
    pending.retention,
  ])
  const references: Finding<readonly Use[]> = listed.known
    ? { known: true, value: listed.value.get(image.imageId) ?? [] }
    : listed
  return impactOfLists(bounded('references', references), bounded('otherAccounts', otherAccounts), {
    autoScaling: bounded('autoScaling', autoScaling),
    sharing: bounded('sharing', sharing),
    retention,
  })
}
