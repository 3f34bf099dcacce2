import { renderThreadLine } from '../../../blocks/thread-line.ts'
import type { Config } from '../../domain/config.ts'
import { familyOf } from '../../domain/family.ts'
import { placeName } from '../../domain/fleet.ts'
import type { WatchNews } from '../../domain/watch-news.ts'
import type { PlannedEvent } from '../announce/channel-plan.ts'

/** The changes of a batch that are told to those who watch: not what was overtaken, nor what a rule of the config mutes. */
export const eventNews = (config: Config, planned: readonly PlannedEvent[]): WatchNews[] =>
  planned
    .filter(({ quiet, route }) => !quiet && route.channels.length > 0)
    .map(({ event, record }) => {
      const { id, atMs, account, region, imageId, state } = event
      const family = familyOf(record.facts ?? {}, config)
      const { text } = renderThreadLine(record, event, false, undefined, placeName(config, event))
      return {
        id,
        atMs,
        what: state,
        line: text,
        image: { account, region, imageId },
        ...(family !== undefined && { family }),
      }
    })
