import type { AliasPlace } from '../../domain/alias.ts'
import type { SeenAlias } from '../../domain/seen-alias.ts'

/** What each alias named in each account and region when amiops looked last. */
export interface SeenAliases {
  /** By `aliasPlaceKey`; those that were never looked at are left out. */
  readSeenAliases(
    places: readonly Omit<AliasPlace, 'family' | 'alias'>[],
  ): Promise<ReadonlyMap<string, SeenAlias>>
  /** Writes it over the version that was read; false where somebody else wrote since. */
  saveSeenAlias(seen: SeenAlias): Promise<boolean>
}
