import type { Withdrawal } from '../src/domain/withdrawal.ts'
import { countWords } from './words.ts'

/** Why retired images are suggested: their family's rule, and what comes of it. Plain text. */
export const withdrawalWhy = ({ action, afterDays }: Pick<Withdrawal, 'action' | 'afterDays'>): string => {
  const next =
    action === 'disable'
      ? 'They can be enabled again.'
      : 'They are disabled already. What is deregistered can be restored only from the Recycle Bin.'
  return `The family’s rule: ${countWords(afterDays, 'day')} after the deprecation date. No use or alias was found. ${next}`
}
