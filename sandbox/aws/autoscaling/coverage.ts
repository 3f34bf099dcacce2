import type { Covered } from '../../coverage.ts'

export const AUTO_SCALING: Covered = {
  DescribeAutoScalingGroups: {
    state: 'partial',
    provedBy: 'groups come page by page, fifty when nobody says how many',
    gap: 'no filters; a group launches nothing and replaces nothing',
  },
  DescribeLaunchConfigurations: {
    state: 'supported',
    provedBy: 'a group that launches from a launch configuration, and that configuration',
  },
  UpdateAutoScalingGroup: { state: 'missing', gap: 'groups stay as they were made at the start' },
}
