import { randomUUID } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { type Envelope, toEventTime } from '../envelope.ts'
import { scanCompleteEvent } from '../inspector/scan-event.ts'
import { partitionOf } from '../regions.ts'
import { createScheduledChanges } from '../scheduled-changes.ts'
import type { Fleet, StoredImage, StoredSnapshot } from './fleet.ts'
import type { ScheduledChange } from './scheduled-changes.ts'
import { scanOf, USUAL_SCAN } from './seed/scans.ts'

/** The four states that have an event; `pending` has none. */
type ToldState = 'available' | 'failed' | 'deregistered' | 'disabled'

export interface StateChangeOptions {
  clock: Clock
  fleet: Fleet
  emit: (envelope: Envelope) => void
  /** Called when the image has changed, before its event. */
  onChange: () => void
  /** Called just before an image changes by itself. */
  beforeChange: (stored: StoredImage) => void
  /** From the change to its event. */
  eventDelayMs: number
  /** From `pending` to `available` or `failed`. */
  settleMs: number
}

export interface StateChanges {
  /** Emits an event after `eventDelayMs`. */
  announce(stored: StoredImage, state: ToldState, requestId: string, errorMessage?: string): void
  /** A pending image becomes available or fails, and emits the event. */
  settle(stored: StoredImage, requestId: string, failure?: string): void
  /** A restored snapshot becomes complete, without an event. */
  recover(stored: StoredSnapshot): void
  /** Amazon Inspector scans an image, and sends an event at the end. */
  scan(stored: StoredImage, scanId: string): void
  isScanning(stored: StoredImage): boolean
  /** Puts an event of another kind on the bus, later. */
  emitLater(envelope: Envelope, delayMs: number): void
  /** Pending images, and events that are not on the bus yet. */
  pending(): number
  /** All changes that are still to come, as data that can be saved. */
  entries(): readonly ScheduledChange[]
  /** Takes up what was kept. */
  restore(entries: readonly ScheduledChange[]): void
}

/** AWS says nothing; its example took an hour and a half. */
const SCAN_MS = 60_000

const DETAIL_TYPE = 'EC2 AMI State Change'

const createEnvelope = (
  stored: StoredImage,
  state: ToldState,
  requestId: string,
  errorMessage: string,
  nowMs: number,
): Envelope => ({
  version: '0',
  id: randomUUID(),
  'detail-type': DETAIL_TYPE,
  source: 'aws.ec2',
  account: stored.account,
  time: toEventTime(nowMs),
  region: stored.region,
  resources: [`arn:${partitionOf(stored.region)}:ec2:${stored.region}::image/${stored.image.ImageId}`],
  detail: { RequestId: requestId, ImageId: stored.image.ImageId, State: state, ErrorMessage: errorMessage },
})

/** CloudTrail's events come minutes later: they do not count as pending. */
const isOwnWork = (entry: ScheduledChange): boolean =>
  entry.kind !== 'scan' && (entry.kind !== 'tell' || entry.envelope['detail-type'] === DETAIL_TYPE)

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitor-ami-events.html */
export const createStateChanges = (options: StateChangeOptions): StateChanges => {
  const { clock, fleet } = options

  const act = (entry: ScheduledChange) => {
    if (entry.kind === 'tell') {
      options.emit(entry.envelope)
      // What is kept no longer holds this event.
      options.onChange()
      return
    }
    if (entry.kind === 'recover') {
      const found = fleet.snapshots.find(
        ({ snapshot, region }) => snapshot.SnapshotId === entry.snapshotId && region === entry.region,
      )
      if (found?.snapshot.State === 'recovering') found.snapshot.State = 'completed'
      options.onChange()
      return
    }
    const stored = fleet.images.find(
      ({ image, region }) => image.ImageId === entry.imageId && region === entry.region,
    )
    if (entry.kind === 'scan') {
      if (!stored) return
      options.beforeChange(stored)
      stored.scan = { atMs: entry.atMs, found: stored.scan?.found ?? scanOf(USUAL_SCAN, entry.atMs).found }
      options.emit(scanCompleteEvent(stored, stored.scan, entry.scanId))
      options.onChange()
      return
    }
    // It was deregistered while it was pending.
    if (stored?.image.State !== 'pending') return
    options.beforeChange(stored)
    const { failure, requestId } = entry
    stored.image.State = failure === undefined ? 'available' : 'failed'
    if (failure !== undefined) stored.image.StateReason = { Code: 'Client.InternalError', Message: failure }
    announce(stored, stored.image.State, requestId, failure ?? '')
  }
  const scheduledChanges = createScheduledChanges(clock, act)

  const announce: StateChanges['announce'] = (stored, state, requestId, errorMessage = '') => {
    // The envelope's time is the change's, not the delivery's.
    const envelope = createEnvelope(stored, state, requestId, errorMessage, clock.nowMs())
    scheduledChanges.add({ kind: 'tell', atMs: clock.nowMs() + options.eventDelayMs, envelope })
    options.onChange()
  }
  return {
    announce,
    settle({ image, region }, requestId, failure) {
      scheduledChanges.add({
        kind: 'settle',
        atMs: clock.nowMs() + options.settleMs,
        imageId: image.ImageId,
        region,
        requestId,
        ...(failure !== undefined && { failure }),
      })
      options.onChange()
    },
    recover({ snapshot: { SnapshotId: snapshotId }, region }) {
      scheduledChanges.add({ kind: 'recover', atMs: clock.nowMs() + options.settleMs, snapshotId, region })
    },
    scan({ image, region }, scanId) {
      scheduledChanges.add({
        kind: 'scan',
        atMs: clock.nowMs() + SCAN_MS,
        imageId: image.ImageId,
        region,
        scanId,
      })
      options.onChange()
    },
    isScanning: ({ image, region }) =>
      scheduledChanges
        .entries()
        .some(one => one.kind === 'scan' && one.imageId === image.ImageId && one.region === region),
    emitLater(envelope, delayMs) {
      scheduledChanges.add({ kind: 'tell', atMs: clock.nowMs() + delayMs, envelope })
    },
    pending: () => scheduledChanges.entries().filter(isOwnWork).length,
    entries: scheduledChanges.entries,
    restore: scheduledChanges.replace,
  }
}
