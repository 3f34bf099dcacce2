import { type EC2Client, paginateDescribeSnapshots } from '@aws-sdk/client-ec2'
import type { AccountRegion } from '../../../domain/alias.ts'
import { chunksOf } from '../../../domain/group-by.ts'
import type { FactsForImpact, Retention } from '../../../domain/impact.ts'
import type { ReadRecycleBinRules, RecycleBinRule } from '../recycle-bin-rules.ts'
import type { Asking } from './asking.ts'
import { ask, askPages } from './finding.ts'

type Tags = Readonly<Record<string, string>>

/** How long the rules of the Recycle Bin would keep the image and its snapshots, if they were deleted now. */
export const findRetention = async (
  { image, facts, ec2, options }: Asking,
  readRules: ReadRecycleBinRules,
): Promise<Retention> => {
  const { imageId } = image
  const found = await listRetentions({ place: image, ec2, options }, [{ imageId, facts }], readRules)
  return found.get(imageId) ?? {}
}

/** The same for several images of an account and region, by image id: the rules are read once. */
export const listRetentions = async (
  { place, ec2, options }: Pick<Asking, 'ec2' | 'options'> & { place: AccountRegion },
  images: readonly { imageId: string; facts: FactsForImpact }[],
  readRules: ReadRecycleBinRules,
): Promise<Map<string, Retention>> => {
  const rulesFor = (resource: 'EC2_IMAGE' | 'EBS_SNAPSHOT') =>
    ask('rbin:ListRules and rbin:GetRule', () =>
      readRules(place.account, place.region, resource, options.abortSignal),
    )
  const [imageRules, snapshotRules] = await Promise.all([rulesFor('EC2_IMAGE'), rulesFor('EBS_SNAPSHOT')])
  const tagsOf = snapshotRules.some(isOfTags)
    ? await readSnapshotTags(
        ec2,
        images.flatMap(({ facts }) => facts.snapshots.map(({ snapshotId }) => snapshotId)),
        options,
      )
    : undefined
  return new Map(
    images.map(({ imageId, facts }) => {
      const imageDays = daysFor(imageRules, facts.tags)
      const snapshotDays = daysOfSnapshots(facts, snapshotRules, tagsOf)
      return [imageId, { ...(imageDays && { imageDays }), ...(snapshotDays && { snapshotDays }) }]
    }),
  )
}

const carries = (tags: Tags, wanted: RecycleBinRule['tags']): boolean =>
  wanted.some(({ key, value }) => tags[key] === value)

/**
 * If several rules match, the longest retention counts.
 * https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-considerations.html
 */
const daysFor = (rules: readonly RecycleBinRule[], tags: Tags): number | undefined => {
  const fitting = rules.filter(rule =>
    rule.tags.length > 0 ? carries(tags, rule.tags) : !carries(tags, rule.excludedTags),
  )
  return fitting.length === 0 ? undefined : Math.max(...fitting.map(rule => rule.days))
}

const isOfTags = ({ tags, excludedTags }: RecycleBinRule): boolean => tags.length + excludedTags.length > 0

/**
 * An image can be restored only with all of its snapshots, so the shortest retention counts. @param tagsOf by snapshot id; undefined
 * where no rule asks for tags
 */
const daysOfSnapshots = (
  { snapshots }: FactsForImpact,
  rules: readonly RecycleBinRule[],
  tagsOf: ReadonlyMap<string, Tags> | undefined,
): number | undefined => {
  if (snapshots.length === 0 || rules.length === 0) return undefined
  const days = snapshots.map(({ snapshotId }) => {
    const tags = tagsOf ? tagsOf.get(snapshotId) : {}
    return tags && daysFor(rules, tags)
  })
  return days.reduce((least, one) =>
    least === undefined || one === undefined ? undefined : Math.min(least, one),
  )
}

/**
 * The most values that a filter takes. With a filter, a snapshot that is gone does not fail the call for the others.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html
 */
const SNAPSHOTS_AT_ONCE = 200

const readSnapshotTags = async (
  client: EC2Client,
  snapshotIds: readonly string[],
  options: Asking['options'],
): Promise<Map<string, Tags>> => {
  const tags = new Map<string, Tags>()
  for (const Values of chunksOf([...new Set(snapshotIds)], SNAPSHOTS_AT_ONCE)) {
    const snapshots = await askPages(
      'ec2:DescribeSnapshots',
      () =>
        paginateDescribeSnapshots(
          { client, pageSize: 1000 },
          { OwnerIds: ['self'], Filters: [{ Name: 'snapshot-id', Values: [...Values] }] },
          options,
        ),
      page => page.Snapshots,
    )
    for (const { SnapshotId = '', Tags = [] } of snapshots)
      tags.set(SnapshotId, Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])))
  }
  return tags
}
