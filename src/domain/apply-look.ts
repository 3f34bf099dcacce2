import type { ImageFacts, ImageState } from './image.ts'
import { withoutEndedScan } from './image-scan.ts'
import { type ImageRecord, observedSinceMs } from './record.ts'
import { withoutSettledRequest } from './record-request.ts'
import { withoutRecycleBinState } from './recycle-bin-state.ts'

/** Writes a fresh look at EC2 into the record; no facts means that EC2 does not know the image. */
export const applyLook = (record: ImageRecord, live: ImageFacts | undefined, nowMs: number): ImageRecord => {
  const looked = withoutEndedScan(withLook(record, live, nowMs))
  return shownOf(looked) === shownOf(record) ? looked : { ...looked, rev: record.rev + 1 }
}

/** What a look can change of what people see. */
const shownOf = ({ facts, observedState, request, recycled, notRestorable }: ImageRecord): string =>
  JSON.stringify(sorted([facts, observedState?.state, request?.key, recycled, notRestorable]))

/** DynamoDB gives the keys of a map back in any order. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)])
}

const withLook = (record: ImageRecord, live: ImageFacts | undefined, nowMs: number): ImageRecord => {
  const { observedState: older, ...rest } = record
  const seenAs = (state: ImageState): NonNullable<ImageRecord['observedState']> => ({
    state,
    atMs: nowMs,
    sinceMs: older?.state === state ? observedSinceMs(older) : nowMs,
  })
  if (!live) {
    const wasKnown = record.lastEvent !== undefined || record.facts !== undefined
    if (!wasKnown || record.lastEvent?.state === 'deregistered') return rest
    return { ...withoutSettledRequest(rest), observedState: seenAs('deregistered') }
  }
  const back = withoutRecycleBinState(rest)
  return record.lastEvent && live.state !== record.lastEvent.state
    ? { ...withoutSettledRequest(back), facts: live, observedState: seenAs(live.state) }
    : { ...back, facts: live }
}
