import type { Tag } from '@aws-sdk/client-ec2'
import type { Fleet, RecycleBinRule, Recycled } from './fleet.ts'

const DAY_MS = 86_400_000

type Owner = { account: string; region: string }

const carries = (tags: readonly Tag[], wanted: readonly Tag[]): boolean =>
  wanted.some(({ Key, Value }) => tags.some(tag => tag.Key === Key && tag.Value === Value))

/** A rule without tags holds for the whole region except for what it excludes; one with tags for resources with any of them. */
const fits = (rule: RecycleBinRule, tags: readonly Tag[]): boolean =>
  rule.tags.length === 0 ? !carries(tags, rule.excludedTags ?? []) : carries(tags, rule.tags)

/**
 * How long the Recycle Bin would keep it, undefined without a rule that fits:
 * https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-factors.html
 */
export const decideRecycled = (
  fleet: Fleet,
  resourceType: NonNullable<RecycleBinRule['resourceType']>,
  { account, region }: Owner,
  tags: readonly Tag[] = [],
  nowMs: number,
): Recycled | undefined => {
  const fitting = fleet.recycleBinRules.filter(
    rule =>
      (rule.resourceType ?? 'EC2_IMAGE') === resourceType &&
      rule.account === account &&
      rule.region === region &&
      fits(rule, tags),
  )
  if (fitting.length === 0) return undefined
  // If several rules match, the longest retention counts.
  const days = Math.max(...fitting.map(rule => rule.retentionDays))
  return { enteredAtMs: nowMs, exitsAtMs: nowMs + days * DAY_MS }
}

export const isInRecycleBin = (stored: { recycled?: Recycled }, nowMs: number): boolean =>
  stored.recycled !== undefined && stored.recycled.exitsAtMs > nowMs
