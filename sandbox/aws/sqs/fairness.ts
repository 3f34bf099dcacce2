import type { Message } from './message.ts'
import { isInFlight } from './visibility.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html */
const NOISY_FROM = 30
const NOISY_ABOVE_SHARE = 0.1
const FORGOTTEN_AFTER_MS = 5 * 60_000
/** One ReceiveMessage takes no more; Lambda's pollers need many for a batch, and SQS decides again at each. */
const RECEIVED_AT_ONCE = 10

export interface Fairness {
  /** The messages of a standard queue that are received next: those of quiet groups first, each the oldest first. */
  select(messages: readonly Message[], atMost: number, nowMs: number): Message[]
}

/**
 * A standard queue as a fair queue: a group that has many of the messages in flight is a noisy neighbor. Messages of others come
 * before its own; of several such groups, the one with the fewest in flight is next. A message without a group is a group of its
 * own.
 */
export const createFairness = (): Fairness => {
  const noisy = new Set<string>()

  /** A group is quiet again once nothing of it waits, or it has sent nothing for some time. */
  const forgetQuiet = (messages: readonly Message[], taken: readonly Message[], nowMs: number) => {
    const isTaken = new Set(taken)
    for (const group of noisy) {
      const waiting = messages.filter(
        one => one.groupId === group && !isTaken.has(one) && !isInFlight(one, nowMs),
      )
      const lastSentMs = waiting.reduce((last, { sentAtMs }) => Math.max(last, sentAtMs), 0)
      if (lastSentMs <= nowMs - FORGOTTEN_AFTER_MS) noisy.delete(group)
    }
  }

  /** @returns the messages that are received next */
  const choose = (messages: readonly Message[], atMost: number, nowMs: number): Message[] => {
    const inFlight = new Map<string, number>()
    let all = 0
    const count = ({ groupId }: Message) => {
      all += 1
      if (groupId !== undefined) inFlight.set(groupId, (inFlight.get(groupId) ?? 0) + 1)
    }
    const detect = () => {
      for (const [group, own] of inFlight)
        if (own >= NOISY_FROM && own > all * NOISY_ABOVE_SHARE) noisy.add(group)
    }
    const chosen: Message[] = []
    const take = (message: Message) => {
      chosen.push(message)
      count(message)
      if (chosen.length % RECEIVED_AT_ONCE === 0) detect()
    }

    for (const message of messages) if (isInFlight(message, nowMs)) count(message)
    detect()
    const waiting = new Map<string, Message[]>()
    for (const message of messages) {
      if (chosen.length === atMost) return chosen
      const { groupId, visibleAtMs } = message
      if (visibleAtMs > nowMs) continue
      if (groupId === undefined || !noisy.has(groupId)) take(message)
      else
        waiting
          .set(groupId, waiting.get(groupId) ?? [])
          .get(groupId)
          ?.push(message)
    }
    while (chosen.length < atMost && waiting.size > 0) {
      const [group, list] = [...waiting].reduce((least, one) =>
        (inFlight.get(one[0]) ?? 0) < (inFlight.get(least[0]) ?? 0) ? one : least,
      )
      const next = list.shift()
      if (next) take(next)
      else waiting.delete(group)
    }
    return chosen
  }

  return {
    select(messages, atMost, nowMs) {
      forgetQuiet(messages, [], nowMs)
      const chosen = choose(messages, atMost, nowMs)
      forgetQuiet(messages, chosen, nowMs)
      return chosen
    },
  }
}
