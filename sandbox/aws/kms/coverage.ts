import type { Covered } from '../../coverage.ts'

export const KMS: Covered = {
  DescribeKey: {
    state: 'partial',
    provedBy: 'a key is described by its id, its ARN and its alias',
    gap: 'symmetric keys of one region alone',
  },
  GetKeyPolicy: {
    state: 'partial',
    provedBy: 'the policy of a key says with which accounts it is shared',
    gap: 'policies decide by principals, actions and the caller’s account; every other condition counts as not met; words and codes for another region, for an alias and for a policy’s name are not documented by AWS',
  },
  ListGrants: {
    state: 'partial',
    provedBy: 'grants are listed page by page, each once',
    gap: 'no constraints and no retiring principals',
  },
  ListKeys: { state: 'missing', gap: 'keys are found by the snapshots that they encrypt' },
  ListAliases: { state: 'missing', gap: 'as of ListKeys' },
  CreateGrant: { state: 'missing', gap: 'keys, policies and grants are those of the start' },
  Decrypt: { state: 'missing', gap: 'nothing is encrypted' },
}
