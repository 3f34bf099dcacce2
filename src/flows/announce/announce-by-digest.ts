import { partId } from '../../domain/digest-batches.ts'
import { lineOf } from '../../domain/digest-line.ts'
import { familyOf } from '../../domain/family.ts'
import { createIsProduction } from '../../domain/production.ts'
import { mentionOf } from '../../domain/route.ts'
import { announceDigest, type ComeAgain, maintainDigest } from '../digest/announce-digest.ts'
import type { ChannelPlan, PlannedEvent } from './channel-plan.ts'
import type { AnnounceNeeds } from './needs.ts'

/** Announces the events of one channel that go into digests, and shows what an earlier batch had counted but not shown. */
export const announceByDigest = async (
  needs: AnnounceNeeds,
  batchId: string,
  { channel, digests, counted, alone, pace }: ChannelPlan,
): Promise<{ failed: ReadonlyMap<string, unknown>; again: readonly ComeAgain[] }> => {
  const failed = new Map<string, unknown>()
  const again: ComeAgain[] = []
  const trying = async (
    list: readonly PlannedEvent[],
    work: () => Promise<ComeAgain | undefined>,
  ): Promise<void> => {
    if (list.length === 0) return
    try {
      const one = await work()
      if (one) again.push(one)
    } catch (error) {
      for (const { event } of list) failed.set(event.id, error)
    }
  }
  for (const [key, list] of counted)
    await trying(list, () => maintainDigest(needs, key, new Set(list.map(({ event }) => event.id))))
  const isProduction = createIsProduction(needs.config)
  for (const [part, { state, who, items, known }] of digests.entries())
    await trying(items, () => {
      const batch = {
        channel,
        batchId: partId(batchId, part),
        lines: items.map(({ event, record, superseded }) =>
          lineOf(event, record, {
            superseded,
            isProduction: isProduction(event, record.facts),
            family: familyOf(record.facts ?? {}, needs.config),
          }),
        ),
        mention: [...new Set(items.flatMap(({ route }) => route.mention))],
        rules: items.flatMap(({ route }) => mentionOf(route) ?? []),
        cards: part === 0 ? alone : 0,
        pace,
        followUp: state === 'deregistered' || needs.config.channels.audit !== undefined,
      }
      return announceDigest(needs, { state, ...(who !== undefined && { who }) }, batch, known)
    })
  return { failed, again }
}
