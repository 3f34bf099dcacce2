import type { Bundles } from '../support/bundles.ts'
import { kB, type Row, times } from '../support/row.ts'

export const measureSize = ({ slack, baseline }: Bundles): Row[] => {
  const ratio = slack.zippedBytes / baseline.zippedBytes
  return [
    {
      measure: 'size of `slack.zip`',
      baseline: kB(baseline.zippedBytes),
      measured: `${kB(slack.zippedBytes)}, ${times(ratio)}`,
      target: '≤ 0.1 ×',
      isReached: ratio <= 0.1,
    },
  ]
}
