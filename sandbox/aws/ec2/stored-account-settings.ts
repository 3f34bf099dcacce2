import * as v from 'valibot'

const ACCOUNT = /^\d{12}$/
const ALIASES = ['amazon', 'aws-marketplace', 'aws-backup-vault', 'none']

const days = v.pipe(v.number(), v.integer(), v.minValue(0))
const texts = (most: number) => v.exactOptional(v.pipe(v.array(v.string()), v.maxLength(most)))

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImageCriterion.html */
const CriterionSchema = v.strictObject({
  ImageProviders: v.exactOptional(
    v.pipe(
      v.array(
        v.pipe(
          v.string(),
          v.check(
            name => ACCOUNT.test(name) || ALIASES.includes(name),
            'Expected an account or one of AWS’s aliases.',
          ),
        ),
      ),
      v.maxLength(200),
      v.check(names => !names.includes('none') || names.length === 1, 'Expected nothing beside none.'),
    ),
  ),
  ImageNames: texts(50),
  MarketplaceProductCodes: texts(50),
  CreationDateCondition: v.exactOptional(v.strictObject({ MaximumDaysSinceCreated: days })),
  DeprecationTimeCondition: v.exactOptional(v.strictObject({ MaximumDaysSinceDeprecated: days })),
})

export const AllowedImagesSchema = v.strictObject({
  state: v.picklist(['enabled', 'audit-mode', 'disabled']),
  criteria: v.optional(v.pipe(v.array(CriterionSchema), v.maxLength(10)), []),
})

export type Criterion = v.InferOutput<typeof CriterionSchema>
export type AllowedImages = v.InferOutput<typeof AllowedImagesSchema>

export const AccountSettingsSchema = v.strictObject({
  account: v.string(),
  region: v.string(),
  blockPublicAccess: v.boolean(),
  allowedImages: AllowedImagesSchema,
})

/** What an account has set for itself in a region. */
export type AccountSettings = v.InferOutput<typeof AccountSettingsSchema>
