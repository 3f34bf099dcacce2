import { createChannelBackoff } from '../../channel-backoff.ts'
import { type AccountRegion, type AliasPlace, aliasPlaceKey } from '../../domain/alias.ts'
import { aliasPlacesIn } from '../../domain/alias-places.ts'
import { placeKey } from '../../domain/fleet.ts'
import { isAsSeen, type SeenAlias } from '../../domain/seen-alias.ts'
import type { Aliases, ParameterNow } from '../../ports.ts'
import type { AliasNewsNeeds } from '../aliases/needs.ts'
import { observeAlias } from '../aliases/observe-alias.ts'
import { trying } from './trying.ts'

export interface ScanAliasesNeeds extends AliasNewsNeeds {
  aliases: Pick<Aliases, 'read' | 'readAll' | 'versions'>
}

/** The event of a change may still be on its way. */
const EVENT_WITHIN_MS = 5 * 60_000

/**
 * Reads what the aliases of a place name, ten with a call, and looks closer at those that changed without an event. What a first scan
 * finds is not announced.
 */
export const scanAliases = async (
  needs: ScanAliasesNeeds,
  place: AccountRegion,
  stopAtMs: number,
): Promise<void> => {
  const { ledger, aliases, config, clock, log } = needs
  const places = aliasPlacesIn(config).filter(alias => placeKey(alias) === placeKey(place))
  if (places.length === 0) return
  const withBackoff = { ...needs, backoff: createChannelBackoff() }
  const seen = await ledger.readSeenAliases(places)
  const now = await aliases.readAll(
    place,
    places.map(({ parameter }) => parameter),
  )
  for (const alias of places) {
    const known = seen.get(aliasPlaceKey(alias))
    if (clock.nowMs() < stopAtMs && isToSee(known, now.get(alias.parameter), clock.nowMs()))
      await trying(log, { step: 'look at an alias', ...nameOf(alias) }, () =>
        observeAlias(withBackoff, alias, { kind: 'scan' }),
      )
  }
}

const isToSee = (seen: SeenAlias | undefined, now: ParameterNow | undefined, nowMs: number): boolean => {
  if (!now) return seen !== undefined && seen.deleted?.isAnnounced === undefined
  if (!seen) return true
  return isAsSeen(seen, now) ? seen.missingSinceMs !== undefined : nowMs - now.changedAtMs >= EVENT_WITHIN_MS
}

const nameOf = ({ family, alias, account, region }: AliasPlace) => ({ family, alias, account, region })
