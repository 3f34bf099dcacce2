import type { Config } from './config.ts'
import type { LeftAccount } from './member-list.ts'

/** Why amiops does not look after an account. */
export type ForeignAccount =
  | { kind: 'left'; account: LeftAccount }
  /** The config says so. */
  | { kind: 'excluded' }
  /** The config does not name it; `isOfNone`: neither is it found in the organization. */
  | { kind: 'unknown'; isOfNone?: true }

/** @param account one that `isOurAccount` denies */
export const foreignAccountOf = (
  { organization, left = [] }: Pick<Config, 'organization' | 'left'>,
  account: string,
): ForeignAccount => {
  if (organization?.exclude.includes(account)) return { kind: 'excluded' }
  const gone = left.find(({ id }) => id === account)
  if (gone) return { kind: 'left', account: gone }
  return { kind: 'unknown', ...(organization && { isOfNone: true }) }
}
