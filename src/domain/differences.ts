import { type ImageFacts, totalSizeGiB } from './image.ts'

/** A difference between two images; a value that one of them does not have is absent. */
export interface Difference {
  /** `base`: the image that both were built upon. */
  what: 'architecture' | 'platform' | 'size' | 'base' | 'tag'
  /** Of a tag. */
  key?: string
  from?: string
  to?: string
}

/** CreateImage names the image that its instance was launched from. What another image names as its source is what it copies. */
const baseOf = ({ sourceInstanceId, sourceImageId }: ImageFacts): string | undefined =>
  sourceInstanceId === undefined ? undefined : sourceImageId

const sizeOf = (facts: ImageFacts): string | undefined => {
  const sizeGiB = totalSizeGiB(facts)
  return sizeGiB === undefined ? undefined : `${sizeGiB} GiB`
}

/** AWS's own tags are another one for each build. */
const isAwsTag = (key: string): boolean => key.startsWith('aws:') || key === 'Ec2ImageBuilderArn'

const tagDifferences = (before: ImageFacts['tags'], now: ImageFacts['tags']): Difference[] =>
  [...new Set([...Object.keys(now), ...Object.keys(before)])].flatMap(key => {
    const [from, to] = [before, now].map(tags => (Object.hasOwn(tags, key) ? tags[key] : undefined))
    if (from === to || isAwsTag(key)) return []
    return [{ what: 'tag', key, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }]
  })

/** The differences of the second image from the first. A fact that EC2 does not give for both is no difference. */
export const differencesOf = (before: ImageFacts, now: ImageFacts): Difference[] => {
  const facts: readonly (readonly [Difference['what'], string | undefined, string | undefined])[] = [
    ['architecture', before.architecture, now.architecture],
    ['platform', before.platform, now.platform],
    ['size', sizeOf(before), sizeOf(now)],
    ['base', baseOf(before), baseOf(now)],
  ]
  return [
    ...facts.flatMap(([what, from, to]) =>
      from === undefined || to === undefined || from === to ? [] : [{ what, from, to }],
    ),
    ...tagDifferences(before.tags, now.tags),
  ]
}
