import { isSuperseded } from '../../domain/failures.ts'
import { failedSince } from '../../domain/fleet-glance.ts'
import { type FleetAtAGlance, type OpenFailure, type Shown, showing } from '../../domain/home.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import type { HomeNeeds } from './needs.ts'

const DAY_MS = 24 * 60 * 60_000
const WITHIN_MS = 7 * DAY_MS
/** An image fails after it was created: when it was created decides only whose record is read. */
const CREATED_BEFORE_MS = 7 * DAY_MS
const READ_AT_MOST = 100
const SHOWN = 5

/** The failures of the last seven days that nobody acknowledged, and that no newer image has superseded; the newest first. */
export const readFailures = async (
  { ledger, clock }: HomeNeeds,
  { places }: FleetAtAGlance,
): Promise<Shown<OpenFailure>> => {
  const sinceMs = clock.nowMs() - WITHIN_MS
  const failed = failedSince(places, sinceMs - CREATED_BEFORE_MS).slice(0, READ_AT_MOST)
  const records = await ledger.readImages(failed.map(({ image }) => image))
  const open = [...records.values()].flatMap(record => openFailure(record, sinceMs) ?? [])
  return showing(
    open.sort((a, b) => b.atMs - a.atMs),
    SHOWN,
  )
}

const openFailure = (record: ImageRecord, sinceMs: number): OpenFailure | undefined => {
  const { account, region, imageId, facts, lastEvent, acknowledged } = record
  if (stateOf(record) !== 'failed' || lastEvent?.state !== 'failed' || lastEvent.atMs < sinceMs)
    return undefined
  if (acknowledged || isSuperseded(record)) return undefined
  const name = facts?.name ?? lastEvent.replayName
  return {
    image: { account, region, imageId },
    atMs: lastEvent.atMs,
    ...(name !== undefined && { name }),
    ...(lastEvent.reason !== undefined && { reason: lastEvent.reason }),
  }
}
