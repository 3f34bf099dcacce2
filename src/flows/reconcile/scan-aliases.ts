import { createChannelBackoff } from '../../channel-backoff.ts'
import { type AccountRegion, type AliasPlace, aliasPlaceKey } from '../../domain/alias.ts'
import { aliasPlacesIn } from '../../domain/alias-places.ts'
import { placeKey } from '../../domain/fleet.ts'
import type { AliasesScan } from '../../domain/place.ts'
import { aliasListKey, isAsSeen, type SeenAlias } from '../../domain/seen-alias.ts'
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
 *
 * @returns which ones were read, if all of them were; undefined where there are none
 * @throws where they cannot be read
 */
export const scanAliases = async (
  needs: ScanAliasesNeeds,
  place: AccountRegion,
  stopAtMs: number,
): Promise<AliasesScan | undefined> => {
  const { ledger, aliases, config, clock, log } = needs
  const places = aliasPlacesIn(config).filter(alias => placeKey(alias) === placeKey(place))
  if (places.length === 0) return undefined
  const parameters = places.map(({ parameter }) => parameter)
  const withBackoff = { ...needs, backoff: createChannelBackoff() }
  const seen = await ledger.readSeenAliases(places)
  const now = await aliases.readAll(place, parameters)
  let isWhole = true
  for (const alias of places) {
    const known = seen.get(aliasPlaceKey(alias))
    if (!isToSee(known, now.get(alias.parameter), clock.nowMs())) continue
    const isSeen =
      clock.nowMs() < stopAtMs &&
      (await trying(log, { step: 'look at an alias', ...nameOf(alias) }, () =>
        observeAlias(withBackoff, alias, { kind: 'scan' }),
      ))
    isWhole &&= isSeen
  }
  return isWhole ? { of: aliasListKey(parameters) } : {}
}

const isToSee = (seen: SeenAlias | undefined, now: ParameterNow | undefined, nowMs: number): boolean => {
  if (!now) return seen !== undefined && seen.deleted?.isAnnounced === undefined
  if (!seen) return true
  return isAsSeen(seen, now) ? seen.missingSinceMs !== undefined : nowMs - now.changedAtMs >= EVENT_WITHIN_MS
}

const nameOf = ({ family, alias, account, region }: AliasPlace) => ({ family, alias, account, region })
