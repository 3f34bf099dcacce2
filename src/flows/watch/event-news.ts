import { REASON_SHOWN } from '../../../blocks/reason.ts'
import { eventLine } from '../../../blocks/thread-line.ts'
import type { Config } from '../../domain/config.ts'
import { familyOf } from '../../domain/family.ts'
import { placeName } from '../../domain/fleet.ts'
import type { News } from '../../domain/news.ts'
import type { PlannedEvent } from '../announce/channel-plan.ts'

/** One event, for those who watch its image and for channels that have muted it. */
export const newsOf = (config: Config, { event, record }: PlannedEvent): News => {
  const { id, atMs, account, region, imageId, state, reason } = event
  const family = familyOf(record.facts ?? {}, config)
  return {
    id,
    atMs,
    what: state,
    line: eventLine(record, event, placeName(config, event)),
    ...(state === 'failed' && reason && { reason: reason.slice(0, REASON_SHOWN.card) }),
    image: { account, region, imageId },
    ...(family !== undefined && { family }),
  }
}

/** The changes of a batch that are sent to those who watch. Superseded events, and those that a rule of the config mutes, are left out. */
export const eventNews = (config: Config, planned: readonly PlannedEvent[]): News[] =>
  planned.filter(({ quiet, route }) => !quiet && route.channels.length > 0).map(one => newsOf(config, one))
