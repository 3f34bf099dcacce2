import type { Config } from '../../domain/config.ts'
import { decideMeaning } from '../../domain/decide-meaning.ts'
import { EVENT_STATES } from '../../domain/event.ts'
import { groupBy } from '../../domain/group-by.ts'
import { type ImageState, imageKey } from '../../domain/image.ts'
import { emptyRecord, type ImageRecord } from '../../domain/record.ts'
import type { ClaimedEvent } from '../../domain/recorded-event.ts'
import type { LookResult } from './look.ts'

/** States that EC2 shows for an image whose change is not over say nothing against an event. */
const isSettled = (state: ImageState): boolean => EVENT_STATES.some(one => one === state)

/**
 * Notes which events EC2 contradicts (`shownAs`), among those that a role of a member account sent: an administrator there can make up
 * such an event, also of another account. Where EC2 cannot be asked, nothing contradicts; nor in an account that the config does not name,
 * where amiops has no role and would ask its own. Of several events of an image the last one is compared: EC2 shows what followed the
 * others.
 */
export const compareWithEc2 = (
  { accounts }: Pick<Config, 'accounts'>,
  taken: readonly ClaimedEvent[],
  { found, answered }: LookResult,
  records: ReadonlyMap<string, ImageRecord>,
): ClaimedEvent[] => {
  const named = new Set(accounts.map(({ id }) => id))
  const lastAtMs = new Map(
    [...groupBy(taken, ({ event }) => imageKey(event))].map(
      ([key, list]) => [key, Math.max(...list.map(({ event }) => event.atMs))] as const,
    ),
  )
  return taken.map(one => {
    const { event } = one
    const key = imageKey(event)
    if (
      !event.sentByRole ||
      !named.has(event.account) ||
      !answered.has(key) ||
      event.atMs !== lastAtMs.get(key)
    )
      return one
    const live = found.get(key)
    const shownAs = live?.state ?? 'deregistered'
    if (shownAs === event.state || !isSettled(shownAs)) return one
    if (decideMeaning(records.get(key) ?? emptyRecord(event), event, live) !== 'new') return one
    return { ...one, event: { ...event, shownAs } }
  })
}
