import { DescribeSnapshotsCommand } from '@aws-sdk/client-ec2'
import type { Retention } from '../../../domain/impact.ts'
import type { ReadRecycleBinRules, RecycleBinRule } from '../recycle-bin-rules.ts'
import type { Asking } from './asking.ts'
import { ask } from './finding.ts'

type Tags = Readonly<Record<string, string>>

/** How long the rules of the Recycle Bin would keep the image and its snapshots, if they were deleted now. */
export const findRetention = async (asking: Asking, readRules: ReadRecycleBinRules): Promise<Retention> => {
  const { image, facts, options } = asking
  const rulesFor = (resource: 'EC2_IMAGE' | 'EBS_SNAPSHOT') =>
    ask('rbin:ListRules and rbin:GetRule', () =>
      readRules(image.account, image.region, resource, options.abortSignal),
    )
  const [imageRules, snapshotRules] = await Promise.all([rulesFor('EC2_IMAGE'), rulesFor('EBS_SNAPSHOT')])
  const imageDays = daysFor(imageRules, facts.tags)
  const snapshotDays = await daysOfSnapshots(asking, snapshotRules)
  return { ...(imageDays && { imageDays }), ...(snapshotDays && { snapshotDays }) }
}

const carries = (tags: Tags, wanted: RecycleBinRule['tags']): boolean =>
  wanted.some(({ key, value }) => tags[key] === value)

/**
 * Of the rules that fit, the longest holds.
 * https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-considerations.html
 */
const daysFor = (rules: readonly RecycleBinRule[], tags: Tags): number | undefined => {
  const fitting = rules.filter(rule =>
    rule.tags.length > 0 ? carries(tags, rule.tags) : !carries(tags, rule.excludedTags),
  )
  return fitting.length === 0 ? undefined : Math.max(...fitting.map(rule => rule.days))
}

/** An image comes back only with all of its snapshots: the one that goes first counts. */
const daysOfSnapshots = async (
  { facts, ec2, options }: Asking,
  rules: readonly RecycleBinRule[],
): Promise<number | undefined> => {
  if (facts.snapshots.length === 0 || rules.length === 0) return undefined
  const isOfTags = rules.some(rule => rule.tags.length + rule.excludedTags.length > 0)
  if (!isOfTags) return daysFor(rules, {})
  const SnapshotIds = facts.snapshots.map(({ snapshotId }) => snapshotId)
  const { Snapshots = [] } = await ask('ec2:DescribeSnapshots', () =>
    ec2.send(new DescribeSnapshotsCommand({ SnapshotIds }), options),
  )
  const days = Snapshots.map(({ Tags = [] }) =>
    daysFor(rules, Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]))),
  )
  return days.reduce((least, one) =>
    least === undefined || one === undefined ? undefined : Math.min(least, one),
  )
}
