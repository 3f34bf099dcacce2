import * as v from 'valibot'

/** A version of a parameter, as it is kept between runs. */
export const VersionSchema = v.strictObject({
  version: v.number(),
  value: v.string(),
  modifiedAtMs: v.number(),
  modifiedBy: v.string(),
  labels: v.array(v.string()),
  description: v.exactOptional(v.string()),
  allowedPattern: v.exactOptional(v.string()),
})

/** A parameter, as it is kept between runs; secrets are not. */
export const ParameterSchema = v.strictObject({
  account: v.string(),
  region: v.string(),
  name: v.string(),
  type: v.picklist(['String', 'StringList']),
  dataType: v.picklist(['text', 'aws:ec2:image']),
  versions: v.pipe(v.array(VersionSchema), v.minLength(1)),
})
