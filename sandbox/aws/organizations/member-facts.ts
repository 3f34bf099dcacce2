import * as v from 'valibot'

export const ACCOUNT_STATES = [
  'PENDING_ACTIVATION',
  'ACTIVE',
  'SUSPENDED',
  'PENDING_CLOSURE',
  'CLOSED',
] as const

export const MemberFactsSchema = v.strictObject({
  name: v.exactOptional(v.string()),
  state: v.exactOptional(v.picklist(ACCOUNT_STATES)),
  joinedAtMs: v.exactOptional(v.number()),
})

/** What AWS Organizations knows of an account beside where it belongs. */
export type MemberFacts = v.InferOutput<typeof MemberFactsSchema>
