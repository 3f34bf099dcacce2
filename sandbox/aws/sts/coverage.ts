import type { Covered } from '../../coverage.ts'

export const STS: Covered = {
  AssumeRole: {
    state: 'partial',
    provedBy: "a role's credentials act in the role's account",
    gap: 'every role exists and trusts everybody; sessions do not end; no policies, session tags or external ids',
  },
  GetCallerIdentity: {
    state: 'partial',
    provedBy: 'whose credentials these are',
    gap: 'the user id is made up',
  },
}
