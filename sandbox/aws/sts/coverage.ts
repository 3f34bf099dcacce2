import type { Covered } from '../../coverage.ts'

export const STS: Covered = {
  AssumeRole: {
    state: 'partial',
    provedBy: 'source identity and tags are in CloudTrail, and end with the session',
    gap: 'a role that no template makes exists, trusts everybody and may do everything; the caller always needs a permission of its own; no ARNs of session policies and no MFA; how much room a policy takes is an estimate',
  },
  GetCallerIdentity: {
    state: 'partial',
    provedBy: 'whose credentials these are',
    gap: 'the user id is made up',
  },
}
