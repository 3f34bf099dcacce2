import { createRandom, type Random } from '../../random.ts'
import type { Fleet, StoredImage } from '../fleet.ts'
import {
  addGroup,
  addInstance,
  addLaunchTemplate,
  type Place,
  type SeededInstanceState,
  specify,
} from './add-workloads.ts'
import { bakedAtMs } from './dates.ts'
import { type LoadedFleet, summariseFleet } from './load-fleet.ts'
import { createFamilies, type Family } from './random-families.ts'
import { addRecycleBinRules } from './recycle-bin-rules.ts'
import { addSeededImage } from './seeded-image.ts'
import type { SeededImage } from './seeds.ts'

export interface RandomFleetOptions {
  /** The same seed, number and day give the same fleet. */
  seed: number
  images: number
  nowMs: number
}

/** Images of a family at most, so that a larger fleet is a broader one, and not one of the last century. */
const BAKES_AT_MOST = 24

const DEPRECATED_AFTER_DAYS = 90

const FAILURES = [
  'Instance was terminated during image creation',
  'Client error on launch',
  'The snapshot failed: volume is not accessible',
  'Given key ID is not accessible. You must have DescribeKey permissions on the default CMK',
] as const

/** The state of one image of a family: the newest is in use, and a failed build is soon followed by another. */
const decideState = (
  random: Random,
  family: Family,
  bake: number,
): Pick<SeededImage, 'state' | 'failure'> => {
  if (random.chance(0.03)) return { state: 'failed', failure: random.pick(FAILURES) }
  return bake > 2 && family.disablesOld ? { state: 'disabled' } : {}
}

const bakeImages = (random: Random, family: Family, bake: number, firstAgeDays: number): SeededImage[] => {
  const ageDays = firstAgeDays + bake * family.bakedEveryDays
  const state = decideState(random, family, bake)
  const isLaunched = state.state !== 'failed' && random.chance(bake === 0 ? 0.9 : 0.6)
  const [home] = family.regions
  const { name, account, tags, sizesGiB, architecture, windows, description } = family
  // A failed build was never copied, and a disabled or failed image is shared with nobody.
  return (state.state === 'failed' ? [home] : family.regions).map(region => ({
    name,
    region,
    ageDays,
    account,
    tags,
    sizesGiB,
    // What is public cannot be encrypted.
    ...(family.sharedWith.includes('all') ? {} : { key: 'golden-images' as const }),
    architecture,
    windows,
    description,
    ...state,
    ...(state.state === undefined && { sharedWith: family.sharedWith }),
    ...(state.state === undefined && family.protection && { protection: family.protection }),
    ...(ageDays > DEPRECATED_AFTER_DAYS && { deprecatedDaysAgo: ageDays - DEPRECATED_AFTER_DAYS }),
    ...(isLaunched && { lastLaunchedDaysAgo: random.between(1, ageDays) }),
    ...(region === home ? { fromInstance: true } : { source: { name, region: home } }),
  }))
}

/** The service of a family: instances of its images, a template of all of them, and a group that launches the latest. */
const addService = (
  fleet: Fleet,
  random: Random,
  family: Family,
  images: readonly StoredImage[],
  nowMs: number,
) => {
  const [region] = family.regions
  const usable = images.filter(stored => stored.region === region && stored.image.State === 'available')
  const [newest] = usable
  if (!newest) return
  const name = family.name.replace('-{date}', '')
  const place: Place = { account: family.account, region, atMs: bakedAtMs(1, nowMs) }
  const instances = Array.from({ length: random.between(1, 4) }, (_, index) => {
    // Most instances run the newest image; some were forgotten on an older one.
    const { image } = random.chance(0.8) ? newest : random.pick(usable)
    const state: SeededInstanceState = random.pick(['running', 'running', 'running', 'stopped', 'terminated'])
    const type = family.architecture === 'arm64' ? 'm7g.large' : 'm7i.large'
    const facts = { name: `${name}-${index + 1}`, imageId: image.ImageId, type, state }
    return addInstance(fleet, place, { ...facts, architecture: family.architecture })
  })
  const imageIds = usable
    .slice(0, 5)
    .map(({ image }) => image.ImageId)
    .reverse()
  const defaultVersion = random.chance(0.7) ? imageIds.length : 1
  const template = addLaunchTemplate(fleet, place, { name, imageIds, defaultVersion })
  const running = instances.filter(({ instance }) => instance.State?.Name === 'running')
  const LaunchTemplate = specify(template, random.pick(['$Latest', '$Default', '1']))
  addGroup(fleet, place, { name, launch: { LaunchTemplate }, instances: running })
}

/** Adds a believable fleet of any size, with instances, launch templates and groups that use some of it. */
export const seedRandomFleet = (fleet: Fleet, { seed, images, nowMs }: RandomFleetOptions): LoadedFleet => {
  const random = createRandom(seed)
  const nextFamily = createFamilies(random)
  const made: StoredImage[] = []
  while (made.length < images) {
    const family = nextFamily()
    const bakes = random.between(4, BAKES_AT_MOST)
    const firstAgeDays = random.between(1, family.bakedEveryDays)
    const seeded = Array.from({ length: bakes }, (_, bake) =>
      bakeImages(random, family, bake, firstAgeDays),
    ).flat()
    const wanted = seeded.slice(0, images - made.length)
    const stored = wanted.map(one => addSeededImage(fleet, one, nowMs))
    made.push(...stored)
    if (random.chance(0.4)) addService(fleet, random, family, stored, nowMs)
  }
  const summary = summariseFleet(made)
  for (const region of summary.regions) {
    for (const account of summary.accounts) addRecycleBinRules(fleet, account, region)
  }
  return summary
}
