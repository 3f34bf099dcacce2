import { isLostForGood } from '../src/domain/impact.ts'
import type { Proposal } from '../src/domain/proposal.ts'

/** The options that were chosen in the form. */
export const optionWords = ({ action, options, impact }: Proposal): string[] => [
  ...(options.deleteSnapshots
    ? [
        impact && isLostForGood(action, impact, options)
          ? '⚠️ its snapshots are deleted too; the image cannot be restored'
          : 'its snapshots are deleted too',
      ]
    : []),
  ...(options.unprotect ? ['its deregistration protection is turned off first'] : []),
]
