import type { Covered } from '../../coverage.ts'

export const SSM: Covered = {
  DescribeParameters: {
    state: 'partial',
    provedBy: 'parameters are described without their values',
    gap: 'no filters and no pages',
  },
  GetParameter: {
    state: 'partial',
    provedBy: 'a secret is told only to who asks for its decryption',
    gap: 'no versions or labels in names, no ARNs of other accounts, no public parameters',
  },
  GetParameters: {
    state: 'partial',
    provedBy: 'several parameters at once; those that there are not are named',
    gap: 'as of GetParameter',
  },
  PutParameter: {
    state: 'partial',
    provedBy: 'a parameter is put, and overwritten only if that is meant',
    gap: 'no lists, tiers, policies, tags or key ids; what was put is gone with the sandbox; running functions keep a secret for a minute, as in AWS',
  },
  DeleteParameters: {
    state: 'partial',
    provedBy: 'parameters are deleted; those that there are not are named',
    gap: 'parameters that name images stay',
  },
}
