import type { Config } from '../../domain/config.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { Clock, Mutes } from '../../ports.ts'
import type { ChannelPlan, PlannedEvent } from '../announce/channel-plan.ts'
import { newsOf } from '../watch/event-news.ts'

interface Needs {
  ledger: Mutes
  config: Config
  clock: Clock
}

/** Whether mutes keep an event out of all of its channels. */
export const isMutedEverywhere = (plans: readonly ChannelPlan[], one: PlannedEvent): boolean => {
  const { channels } = one.route
  const muted = plans.filter(plan => plan.muted.some(other => other.one === one))
  return channels.length > 0 && muted.length === new Set(channels).size
}

/**
 * Saves what mutes keep out of their channels: the line at their end counts it, and `/ami muted` lists it.
 *
 * @returns the errors of the events that could not be saved, by their ids: they are delivered again
 */
export const keepMuted = async (
  { ledger, config, clock }: Needs,
  plans: readonly ChannelPlan[],
): Promise<ReadonlyMap<string, unknown>> => {
  const failed = new Map<string, unknown>()
  const news = plans.flatMap(({ muted }) => muted).filter(({ one }) => !one.quiet)
  for (const [muteId, list] of groupBy(news, ({ mute }) => mute.id)) {
    const changes = list.map(({ one }) => newsOf(config, one))
    try {
      await ledger.addMutedChanges(muteId, changes, clock.nowMs())
    } catch (error) {
      for (const { id } of changes) failed.set(id, error)
    }
  }
  return failed
}
