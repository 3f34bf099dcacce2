import { createChannelBackoff } from '../../channel-backoff.ts'
import { type AliasPlace, aliasPlaceKey } from '../../domain/alias.ts'
import { aliasPlacesIn } from '../../domain/alias-places.ts'
import { placeKey } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import { isAsSeen, type SeenAlias } from '../../domain/seen-alias.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Aliases, ParameterNow } from '../../ports.ts'
import type { AliasNewsNeeds } from '../aliases/needs.ts'
import { observeAlias } from '../aliases/observe-alias.ts'
import { trying } from './trying.ts'

export interface ScanAliasesNeeds extends AliasNewsNeeds {
  aliases: Pick<Aliases, 'read' | 'readAll' | 'versions'>
}

const PLACES_AT_ONCE = 8
/** The event of a change may still be on its way. */
const EVENT_WITHIN_MS = 5 * 60_000

/**
 * Reads what all aliases name, ten with a call, and looks closer at those that changed without an event. What a first scan finds is not
 * announced. A place that cannot be read does not stop the others.
 */
export const scanAliases = async (needs: ScanAliasesNeeds, stopAtMs: number): Promise<void> => {
  const { ledger, aliases, config, clock, log } = needs
  const places = aliasPlacesIn(config)
  if (places.length === 0) return
  const withBackoff = { ...needs, backoff: createChannelBackoff() }
  const seen = await ledger.readSeenAliases(places)
  await inParallel([...groupBy(places, placeKey).values()], PLACES_AT_ONCE, async list => {
    const [first] = list
    if (!first || clock.nowMs() >= stopAtMs) return
    const { account, region } = first
    await trying(log, { step: 'read aliases', account, region }, async () => {
      const now = await aliases.readAll(
        first,
        list.map(({ parameter }) => parameter),
      )
      for (const place of list) {
        const known = seen.get(aliasPlaceKey(place))
        if (clock.nowMs() < stopAtMs && isToSee(known, now.get(place.parameter), clock.nowMs()))
          await trying(log, { step: 'look at an alias', ...nameOf(place) }, () =>
            observeAlias(withBackoff, place, { kind: 'scan' }),
          )
      }
    })
  })
}

const isToSee = (seen: SeenAlias | undefined, now: ParameterNow | undefined, nowMs: number): boolean => {
  if (!now) return seen !== undefined && seen.deleted?.isAnnounced === undefined
  if (!seen) return true
  return isAsSeen(seen, now) ? seen.missingSinceMs !== undefined : nowMs - now.changedAtMs >= EVENT_WITHIN_MS
}

const nameOf = ({ family, alias, account, region }: AliasPlace) => ({ family, alias, account, region })
