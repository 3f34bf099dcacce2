import type { PlanAction } from '../src/domain/actions.ts'
import type { AccountRegion } from '../src/domain/alias.ts'
import type { AliasChange, HeldBack } from '../src/domain/alias-change.ts'
import type { PlanImage } from '../src/domain/plan-image.ts'
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

/** An account and region of an alias: "production · us-east-1". */
export const placeWords = ({ account, region }: AccountRegion, nameOf: (account: string) => string): string =>
  `*${escapeText(nameOf(account), 60)} · ${region}*`

/** What a place names and is to name, as far as it is not the same as for the alias as a whole: " · from `payments-base-1`". */
export const changeInPlace = (
  { to, from }: Pick<AliasChange, 'to' | 'from'>,
  { image, name, assignment }: Pick<PlanImage, 'image' | 'name' | 'assignment'>,
): string => {
  const before = assignment?.from && (assignment.from.name ?? assignment.from.imageId)
  const now = name ?? image.imageId
  const was = before === undefined ? 'not set' : code(before, 100)
  if (now !== to) return ` · ${was} → ${code(now, 100)}`
  if (before === from) return ''
  return before === undefined ? ' · not set before' : ` · from ${was}`
}

/** "⛔ staging · us-east-1: it is not shared with this account" */
export const heldBackLine = (
  { why, canOverride, ...place }: HeldBack,
  nameOf: (account: string) => string,
): string => `${canOverride ? '⚠️' : '⛔'} ${placeWords(place, nameOf)}: ${escapeText(why, 300)}`
