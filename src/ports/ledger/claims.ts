import type { Message } from '../../../blocks/message.ts'

/** `batchIds`: the batches that had claimed it before and did not settle it; `sinceMs`: when the first of them did. */
export type EventClaim =
  | { kind: 'claimed'; batchIds: readonly string[]; sinceMs: number; emailedAtMs?: number }
  | { kind: 'done' }
  | { kind: 'busy' }

/** The right to send an event by e-mail. `doubt`: an earlier function tried and has not saved the result. */
export type EmailClaim = 'new' | 'doubt' | 'sent' | 'busy'

/** Each event is announced once. */
export interface EventClaims {
  /** Claims an event for a batch: `done` if it was announced, `busy` while another function holds it. */
  claimEvent(eventId: string, nowMs: number, batchId?: string): Promise<EventClaim>
  settleEvents(eventIds: readonly string[], nowMs: number): Promise<void>
  /** Lets the next delivery try at once. */
  releaseEvent(eventId: string): Promise<void>
  /** Takes the right to send an event that this function has claimed by e-mail. */
  beginEmail(eventId: string, nowMs: number): Promise<EmailClaim>
  settleEmail(eventId: string, nowMs: number): Promise<void>
  /** Lets the next one try at once: it was certainly not sent. */
  releaseEmail(eventId: string): Promise<void>
}

/**
 * The state of a claimed request. `open`: claimed before and not settled, so its work continues; `acting`: EC2 may have been called;
 * `refused`: with this message.
 */
export type RequestClaim =
  | { kind: 'new' | 'open' | 'acting' | 'settled' }
  | { kind: 'refused'; message: Message }

/** Each request is carried out once. */
export interface RequestClaims {
  /** Takes a request by its key. */
  claimRequest(key: string, nowMs: number): Promise<RequestClaim>
  /** Saves a refusal with its message, so that the request stays refused if it is delivered again, and the person gets the same answer. */
  saveRefusal(key: string, message: Message, nowMs: number): Promise<void>
  /** The message of a refusal, also once its request is settled. */
  readRefusal(key: string): Promise<Message | undefined>
  /** Saves that EC2 is called next. */
  saveActing(key: string): Promise<void>
  /** Saves that EC2 certainly did not carry it out: it begins again. */
  saveOpen(key: string): Promise<void>
  settleRequest(key: string): Promise<void>
}
