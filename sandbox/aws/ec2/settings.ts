import * as v from 'valibot'

export const SettingsSchema = v.strictObject({
  /** How long Describe calls still show an image as it was before a change; 0 makes EC2 consistent. */
  consistencyLagMs: v.pipe(v.number(), v.minValue(0)),
  /** Whether more calls than AWS allows are refused. */
  throttling: v.boolean(),
  /** Whether CloudTrail puts the calls that change images on the bus. */
  cloudTrail: v.boolean(),
  /** From a call to its event. */
  cloudTrailDelayMs: v.pipe(v.number(), v.minValue(0)),
  /** Whether no image can be made public: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html */
  blockPublicAccess: v.optional(v.boolean(), false),
  /**
   * Whose images Allowed AMIs allow beside an account's own, in every account; null while it is off:
   * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-allowed-amis.html
   */
  allowedImageOwners: v.optional(v.nullable(v.array(v.pipe(v.string(), v.regex(/^\d{12}$/)))), null),
})

/** What can be changed while EC2 runs. */
export type Ec2Settings = v.InferOutput<typeof SettingsSchema>

export const DEFAULT_SETTINGS: Readonly<Ec2Settings> = {
  consistencyLagMs: 0,
  throttling: true,
  cloudTrail: true,
  cloudTrailDelayMs: 5_000,
  blockPublicAccess: false,
  allowedImageOwners: null,
}
