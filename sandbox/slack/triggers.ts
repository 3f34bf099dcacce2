import { randomBytes } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import { SlackError } from './slack-error.ts'

/** Trigger ids: the right to open one modal for the person who just acted, once, and no longer than Slack waits for an answer. */
export interface Triggers {
  issue(userId: string): string
  /** The person behind a trigger; the trigger is used up. */
  exchange(triggerId: string): string
}

/** @param livesMs as long as Slack waits for an answer: the bot has both in the same three seconds */
export const createTriggers = (clock: Clock, livesMs: number): Triggers => {
  const issued = new Map<string, { userId: string; expiresAtMs: number; isUsed: boolean }>()
  return {
    issue(userId) {
      const nowMs = clock.nowMs()
      const id = `${Math.floor(nowMs)}.${issued.size + 1}.${randomBytes(16).toString('hex')}`
      issued.set(id, { userId, expiresAtMs: nowMs + livesMs, isUsed: false })
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
