import { isLostForGood } from '../src/domain/impact.ts'
import type { Proposal } from '../src/domain/proposal.ts'

/** The options that were chosen in the form, as what is to be done: "delete its snapshots". */
export const optionWords = ({ action, options, impact }: Proposal): string[] => [
  ...(options.deleteSnapshots
    ? [
        impact && isLostForGood(action, impact, options)
          ? '⚠️ delete its snapshots, so the image cannot be restored'
          : 'delete its snapshots',
      ]
    : []),
  ...(options.shareSnapshots ? ['the same for its snapshots, accounts only'] : []),
  ...(options.unprotect ? ['turn off its deregistration protection first'] : []),
]
