import type { Config } from './config.ts'
import { familyOf } from './family.ts'
import { groupBy } from './group-by.ts'
import type { ImageFacts, ImageRef, ImageState } from './image.ts'

/** An image of a family, with only the facts that tell builds apart, since a fleet has tens of thousands of images. */
export interface FamilyMember extends ImageRef {
  family: string
  name: string
  state: ImageState
  createdAtMs: number
  /**
   * The image or instance that it was made from, as EC2 shows it. Images that were made separately can have the same one: their common
   * base.
   */
  source?: string
  /** The image that it is a copy of, as `region/imageId`. */
  copyOf?: string
  /** Whatever its state: somebody may have enabled it outside amiops. */
  isRevoked?: true
}

/** Images that are the same: one, and its copies in other accounts and regions. */
export interface Build {
  family: string
  /** The name of the image that was first. */
  name: string
  /** When that was made. */
  createdAtMs: number
  images: readonly FamilyMember[]
}

/** The image that one is a copy of, as `region/imageId`; undefined where it is none. */
export const copyOf = (
  { region }: Pick<ImageRef, 'region'>,
  { sourceInstanceId, sourceImageId, sourceImageRegion = region }: ImageFacts,
): string | undefined =>
  // CreateImage names the image that its instance was launched from: that is what it was built upon, not what it copies.
  sourceInstanceId || !sourceImageId ? undefined : `${sourceImageRegion}/${sourceImageId}`

/** An image as a member of its family; undefined where EC2 does not tell its name or age. */
export const memberOf = (
  { account, region, imageId }: ImageRef,
  facts: ImageFacts,
  config: Pick<Config, 'families'>,
): FamilyMember | undefined => {
  const { name, createdAtMs, state, sourceInstanceId, sourceImageId, sourceImageRegion } = facts
  const family = familyOf(facts, config)
  if (family === undefined || name === undefined || createdAtMs === undefined) return undefined
  const sourceImage = sourceImageId && `${sourceImageRegion ?? region}/${sourceImageId}`
  const source = sourceInstanceId ?? sourceImage
  const copied = copyOf({ region }, facts)
  return {
    account,
    region,
    imageId,
    family,
    name,
    state,
    createdAtMs,
    ...(source && { source }),
    ...(copied && { copyOf: copied }),
  }
}

const idOf = ({ region, imageId }: FamilyMember): string => `${region}/${imageId}`

/** What an image shares with its copies: its id, what it copies, its name together with its source. */
const linksOf = (image: FamilyMember): string[] => [
  idOf(image),
  ...(image.copyOf === undefined ? [] : [image.copyOf]),
  ...(image.copyOf === undefined && image.source !== undefined ? [`${image.name} of ${image.source}`] : []),
]

/** The images that share a link, directly or by others. */
const linked = (images: readonly FamilyMember[]): FamilyMember[][] => {
  const parents = new Map<string, string>()
  const rootOf = (link: string): string => {
    let root = link
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up
    // The next search takes one step.
    for (let at = link; at !== root; ) {
      const up = parents.get(at) ?? root
      parents.set(at, root)
      at = up
    }
    return root
  }
  for (const image of images)
    for (const link of linksOf(image)) {
      const [from, to] = [rootOf(link), rootOf(idOf(image))]
      if (from !== to) parents.set(from, to)
    }
  return [...groupBy(images, image => rootOf(idOf(image))).values()]
}

/** The builds of a family, the newest first. */
export const buildsOf = (images: readonly FamilyMember[]): Build[] =>
  linked(images)
    .map(copies => {
      const first = copies.reduce((a, b) => (b.createdAtMs < a.createdAtMs ? b : a))
      return { family: first.family, name: first.name, createdAtMs: first.createdAtMs, images: copies }
    })
    .sort((a, b) => b.createdAtMs - a.createdAtMs || (a.name < b.name ? -1 : 1))

/** One image of a build is revoked, and so is the build. */
export const isRevoked = ({ images }: Build): boolean => images.some(image => image.isRevoked)

/** Whether it can be launched somewhere, and is not revoked. */
export const isAvailable = (build: Build): boolean =>
  build.images.some(({ state }) => state === 'available') && !isRevoked(build)

/** The newest build that can be launched; its builds the newest first. */
export const newestBuild = (builds: readonly Build[]): Build | undefined => builds.find(isAvailable)

/** How far behind the newest build of its family something is. */
export interface Behind {
  builds: number
  /** Between its build and the newest one. */
  days: number
}

const DAY_MS = 24 * 60 * 60_000

/**
 * How many newer builds can be launched. Builds with the same name count as one: a pipeline that builds in each region makes one version.
 *
 * @param builds of the family, the newest first
 * @returns undefined where the family has no build that can be launched
 */
export const behindOf = (
  of: Pick<Build, 'name' | 'createdAtMs'>,
  builds: readonly Build[],
): Behind | undefined => createBehind(builds)(of)

/** The same for many images of one family: the builds are searched once. */
export const createBehind = (
  builds: readonly Build[],
): ((of: Pick<Build, 'name' | 'createdAtMs'>) => Behind | undefined) => {
  const available = builds.filter(isAvailable)
  const [newest] = available
  if (!newest) return () => undefined
  // How many different names the first builds have; when the newest build of each name was made.
  const names: number[] = [0]
  const newestOf = new Map<string, number>()
  for (const { name, createdAtMs } of available) {
    if (!newestOf.has(name)) newestOf.set(name, createdAtMs)
    names.push(newestOf.size)
  }
  return ({ name, createdAtMs }) => {
    const own = (newestOf.get(name) ?? createdAtMs) > createdAtMs ? 1 : 0
    const newer = (names[countNewer(available, createdAtMs)] ?? 0) - own
    return { builds: newer, days: newer === 0 ? 0 : Math.floor((newest.createdAtMs - createdAtMs) / DAY_MS) }
  }
}

/** How many of the builds, the newest first, were made after a time. */
const countNewer = (builds: readonly Build[], atMs: number): number => {
  let [from, to] = [0, builds.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((builds[middle]?.createdAtMs ?? 0) > atMs) from = middle + 1
    else to = middle
  }
  return from
}
