import type { AuditEntry } from './audit-log.ts'
import { type Actor, actorOf } from './cloud-trail-call.ts'
import { groupBy } from './group-by.ts'
import type { Attempt, CallEntry, EventEntry, HistoryEntry, SingleEntry } from './history.ts'
import { imageKey } from './image.ts'
import { type HistoryChange, joinHistory } from './join-history.ts'
import type { Person } from './request.ts'

/** What a report counts, in its order. */
const ACTIVITIES = [
  'built',
  'copied',
  'failed',
  'promoted',
  'rolledBack',
  'enabled',
  'shared',
  'retired',
  'scanned',
  'disabled',
  'deregistered',
  'restored',
] as const
export type Activity = (typeof ACTIVITIES)[number]

/** Who did it: a person in Slack, or an actor outside; undefined if CloudTrail has not named them. */
export type Doer = { person: Person } | { actor: Actor } | undefined

export interface ActivityCount {
  activity: Activity
  count: number
  /** The busiest first. */
  by: readonly { who: Doer; count: number }[]
}

interface Done {
  activity: Activity
  atMs: number
  who: Doer
}

const ofEvent = ({ state, cause }: EventEntry): Activity => {
  if (state !== 'available') return state
  if (cause === 'enabled' || cause === 'restored') return cause
  return cause === 'copied' ? 'copied' : 'built'
}

const ofAction = ({ action }: Attempt): Activity | undefined => {
  switch (action) {
    case 'enable':
      return 'enabled'
    case 'disable':
      return 'disabled'
    case 'deregister':
      return 'deregistered'
    case 'restore':
      return 'restored'
    case 'share':
    case 'shareWith':
    case 'makePrivate':
      return 'shared'
    case 'retire':
      return 'retired'
    // It changes nothing that anybody uses.
    case 'keep':
      return undefined
    case 'scan':
      return 'scanned'
  }
}

/** What a call did of which AWS sends no event. */
const ofCall = ({ call, errorCode, sharing }: CallEntry): Activity | undefined => {
  if (errorCode !== undefined) return undefined
  if (call === 'RestoreImageFromRecycleBin') return 'restored'
  return call === 'ModifyImageAttribute' && sharing ? 'shared' : undefined
}

const isDone = ({ outcome }: Attempt): boolean => outcome === 'confirmed'

/** The outcome of a change; undefined if it was only tried. */
const doneOf = (change: HistoryChange): Done | undefined => {
  const attempt = change.attempts.findLast(isDone)
  const [event] = change.events
  const call = change.calls.find(one => ofCall(one) !== undefined) ?? change.calls[0]
  if (change.single) return doneOfSingle(change.single)
  const who = doerOf(attempt?.by ?? change.attempts[0]?.by ?? event?.by, call)
  if (event) return { activity: ofEvent(event), atMs: event.atMs, who }
  const asked = attempt && ofAction(attempt)
  if (attempt) return asked && { activity: asked, atMs: attempt.atMs, who }
  const activity = change.attempts.length === 0 && call ? ofCall(call) : undefined
  return activity && call ? { activity, atMs: call.atMs, who } : undefined
}

const doneOfSingle = (entry: SingleEntry): Done | undefined => {
  if (entry.kind !== 'assignment' || entry.replaced || !entry.by) return undefined
  if (entry.change !== 'promote' && entry.change !== 'rollback') return undefined
  const activity = entry.change === 'promote' ? 'promoted' : 'rolledBack'
  return { activity, atMs: entry.atMs, who: { person: entry.by } }
}

const doerOf = (person: Person | undefined, call: CallEntry | undefined): Doer => {
  const asked = person ?? call?.askedBy
  if (asked) return { person: asked }
  return call && { actor: actorOf(call.principal) }
}

const doerKey = (who: Doer): string => {
  if (who === undefined) return ''
  return 'person' in who ? who.person.userId : JSON.stringify(who.actor)
}

/**
 * Counts what was done, and by whom.
 *
 * @param entries of the audit log, from a little before `fromMs`: an earlier entry of a change may name the actor
 * @param fromMs changes before this time are not counted
 */
export const countActivity = (entries: readonly AuditEntry[], fromMs: number): ActivityCount[] => {
  const ofImages = entries.filter(one => 'image' in one)
  const done = [...groupBy(ofImages, ({ image }) => imageKey(image)).values()]
    .flatMap(one =>
      joinHistory(one.map(({ entry }): HistoryEntry => entry)).flatMap(change => doneOf(change) ?? []),
    )
    .filter(({ atMs }) => atMs >= fromMs)
  const byActivity = groupBy(done, ({ activity }) => activity)
  return ACTIVITIES.flatMap(activity => {
    const some = byActivity.get(activity) ?? []
    if (some.length === 0) return []
    const by = [...groupBy(some, ({ who }) => doerKey(who)).values()].map(of => ({
      who: of[0]?.who,
      count: of.length,
    }))
    return [{ activity, count: some.length, by: by.sort((a, b) => b.count - a.count) }]
  })
}
