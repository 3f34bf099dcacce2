import * as v from 'valibot'
import { KeySchema } from '../kms/stored-key.ts'
import { MemberFactsSchema } from '../organizations/member-facts.ts'
import { ParameterSchema } from '../ssm/parameter-schema.ts'
import type { Fleet } from './fleet.ts'
import { ScanSchema } from './scan.ts'
import { ScheduledChangesSchema } from './scheduled-changes.ts'
import { SettingsSchema } from './settings.ts'
import { AccountSettingsSchema } from './stored-account-settings.ts'

const date = v.pipe(
  v.string(),
  v.check(text => !Number.isNaN(Date.parse(text)), 'Expected a date.'),
  v.transform(text => new Date(text)),
)

const placed = { account: v.string(), region: v.string() }
const period = v.strictObject({ enteredAtMs: v.number(), exitsAtMs: v.number() })
const tags = v.array(v.object({ Key: v.string(), Value: v.string() }))

/** EC2's descriptions are kept as they are; only fields that this EC2 relies on are checked. */
const FleetSchema = v.strictObject({
  images: v.array(
    v.strictObject({
      ...placed,
      image: v.looseObject({ ImageId: v.string(), Name: v.string() }),
      launchPermissions: v.array(v.looseObject({})),
      recycled: v.exactOptional(period),
      protectedUntilMs: v.exactOptional(v.number()),
      goneAtMs: v.exactOptional(v.number()),
      scan: v.exactOptional(ScanSchema),
    }),
  ),
  snapshots: v.array(
    v.strictObject({
      ...placed,
      snapshot: v.looseObject({ SnapshotId: v.string(), StartTime: v.exactOptional(date) }),
      createVolumePermissions: v.exactOptional(v.array(v.looseObject({}))),
      recycled: v.exactOptional(period),
    }),
  ),
  keys: v.array(KeySchema),
  instances: v.array(
    v.strictObject({
      ...placed,
      instance: v.looseObject({
        InstanceId: v.string(),
        ImageId: v.string(),
        LaunchTime: v.exactOptional(date),
      }),
    }),
  ),
  launchTemplates: v.array(
    v.strictObject({
      ...placed,
      template: v.looseObject({
        LaunchTemplateId: v.string(),
        LaunchTemplateName: v.string(),
        CreateTime: v.exactOptional(date),
      }),
      versions: v.array(v.looseObject({ CreateTime: v.exactOptional(date) })),
    }),
  ),
  groups: v.array(
    v.strictObject({
      ...placed,
      group: v.looseObject({ AutoScalingGroupName: v.string(), CreatedTime: date }),
    }),
  ),
  launchConfigurations: v.array(
    v.strictObject({
      ...placed,
      configuration: v.looseObject({
        LaunchConfigurationName: v.string(),
        ImageId: v.string(),
        CreatedTime: date,
      }),
    }),
  ),
  parameters: v.array(ParameterSchema),
  recipes: v.array(
    v.strictObject({
      ...placed,
      kind: v.picklist(['image-recipe', 'container-recipe']),
      name: v.string(),
      version: v.string(),
      imageId: v.string(),
    }),
  ),
  recycleBinRules: v.array(
    v.strictObject({
      ...placed,
      resourceType: v.exactOptional(v.picklist(['EC2_IMAGE', 'EBS_SNAPSHOT'])),
      retentionDays: v.number(),
      tags,
      excludedTags: v.exactOptional(tags),
    }),
  ),
  memberOf: v.record(v.string(), v.array(v.string())),
  memberFacts: v.optional(v.record(v.string(), MemberFactsSchema), {}),
  accountSettings: v.array(AccountSettingsSchema),
})

const SnapshotSchema = v.strictObject({
  fleet: FleetSchema,
  scheduledChanges: ScheduledChangesSchema,
  settings: SettingsSchema,
})

export type Ec2Snapshot = Omit<v.InferOutput<typeof SnapshotSchema>, 'fleet'> & { fleet: Fleet }

/** A copy as plain JSON, dates as texts. */
export const takeSnapshot = (state: Ec2Snapshot): unknown => JSON.parse(JSON.stringify(state))

/** Reads what `takeSnapshot` gave; throws at anything else. */
export const parseSnapshot = (json: unknown): Ec2Snapshot => {
  const { fleet, ...others } = v.parse(SnapshotSchema, json)
  // Fields that are not checked have EC2's own types, and are only shown.
  return { ...others, fleet: fleet as unknown as Fleet }
}
