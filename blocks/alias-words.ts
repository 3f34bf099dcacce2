import type { PlanAction } from '../src/domain/actions.ts'
import type { AliasChange, HeldBack } from '../src/domain/alias-change.ts'
import { code, escapeText } from './text.ts'
import { countWords } from './words.ts'

/** The sentences about an alias of a family. */

/** An image's name, as far as it can be read in a line. */
const nameWords = (name: string): string => escapeText(name, 100)

/** "payments-base → prod" */
export const aliasTitle = ({ family, alias }: Pick<AliasChange, 'family' | 'alias'>): string =>
  `${escapeText(family, 60)} → ${alias}`

/** "promote payments-base-2 to prod in 2 places", "roll back prod of payments-base to payments-base-1 in 2 places" */
export const aliasPlanWords = (
  action: PlanAction,
  { family, alias, to }: AliasChange,
  places: number,
): string => {
  const where = `in ${countWords(places, 'place')}`
  return action === 'rollback'
    ? `roll back ${alias} of ${escapeText(family, 60)} to ${nameWords(to)} ${where}`
    : `promote ${nameWords(to)} to ${alias} ${where}`
}

/** "`payments-base-1` → `payments-base-2`", each with its id where it has no name. */
export const fromTo = (from: string | undefined, to: string): string =>
  `${from === undefined ? 'not set' : code(from, 100)} → ${code(to, 100)}`

/** "⛔ staging · us-east-1: it is not shared with this account" */
export const heldBackLine = (
  { account, region, why, canOverride }: HeldBack,
  nameOf: (account: string) => string,
): string =>
  `${canOverride ? '⚠️' : '⛔'} ${escapeText(nameOf(account), 60)} · ${region}: ${escapeText(why, 300)}`
