import { randomBytes } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import { SlackError } from './slack-error.ts'

/** Trigger ids: the right to open one modal for the person who just acted, for three seconds, once. */
export interface Triggers {
  issue(userId: string): string
  /** The person behind a trigger; the trigger is used up. */
  exchange(triggerId: string): string
}

const LIVES_MS = 3_000

export const createTriggers = (clock: Clock): Triggers => {
  const issued = new Map<string, { userId: string; expiresAtMs: number; isUsed: boolean }>()
  return {
    issue(userId) {
      const nowMs = clock.nowMs()
      const id = `${Math.floor(nowMs)}.${issued.size + 1}.${randomBytes(16).toString('hex')}`
      issued.set(id, { userId, expiresAtMs: nowMs + LIVES_MS, isUsed: false })
      return id
    },
    exchange(triggerId) {
      const trigger = issued.get(triggerId)
      if (!trigger) throw new SlackError('invalid_trigger_id')
      if (trigger.isUsed) throw new SlackError('exchanged_trigger_id')
      if (clock.nowMs() > trigger.expiresAtMs) throw new SlackError('expired_trigger_id')
      trigger.isUsed = true
      return trigger.userId
    },
  }
}
