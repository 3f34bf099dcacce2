import * as v from 'valibot'

const GrantSchema = v.strictObject({
  grantId: v.string(),
  name: v.string(),
  granteePrincipal: v.string(),
  operations: v.array(v.string()),
  createdAtMs: v.number(),
})

export const KeySchema = v.strictObject({
  account: v.string(),
  region: v.string(),
  keyId: v.string(),
  alias: v.string(),
  /** Whose it is: AWS's own keys, such as `alias/aws/ebs`, can be shared with nobody. */
  manager: v.picklist(['AWS', 'CUSTOMER']),
  state: v.picklist(['Enabled', 'Disabled', 'PendingDeletion']),
  description: v.string(),
  /** The key policy, as JSON. */
  policy: v.string(),
  grants: v.array(GrantSchema),
  createdAtMs: v.number(),
})

/** Who else may use a key, and for which of KMS's operations. */
export type StoredGrant = v.InferOutput<typeof GrantSchema>

/** A key of an account and region. */
export type StoredKey = v.InferOutput<typeof KeySchema>
