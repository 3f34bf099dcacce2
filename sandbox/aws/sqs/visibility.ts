import type { Message } from './message.ts'

export const isInFlight = ({ receiveCount, visibleAtMs }: Message, nowMs: number): boolean =>
  receiveCount > 0 && visibleAtMs > nowMs

/**
 * The messages that are received next from a FIFO queue, oldest first. A group is locked while one of its messages is in flight,
 * and within a group order is never overtaken.
 */
export const selectInOrder = (messages: readonly Message[], atMost: number, nowMs: number): Message[] => {
  const blockedGroups = new Set(
    messages.filter(message => isInFlight(message, nowMs)).map(({ groupId }) => groupId),
  )
  const selected: Message[] = []
  for (const message of messages) {
    if (selected.length === atMost) break
    if (blockedGroups.has(message.groupId)) continue
    if (message.visibleAtMs <= nowMs) selected.push(message)
    else blockedGroups.add(message.groupId)
  }
  return selected
}

/** When the next message can be received; undefined of an empty queue. */
export const nextVisibleAtMs = (messages: readonly Message[], isFifo: boolean): number | undefined => {
  const blockedUntilMs = new Map<string | undefined, number>()
  let nextMs: number | undefined
  for (const { groupId, visibleAtMs } of messages) {
    const atMs = Math.max(visibleAtMs, isFifo ? (blockedUntilMs.get(groupId) ?? 0) : 0)
    if (isFifo) blockedUntilMs.set(groupId, atMs)
    nextMs = Math.min(nextMs ?? atMs, atMs)
  }
  return nextMs
}
