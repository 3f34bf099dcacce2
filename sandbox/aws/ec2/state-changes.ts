import { randomUUID } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { type Envelope, toEventTime } from '../envelope.ts'
import { partitionOf } from '../regions.ts'
import { type AgendaEntry, createAgenda } from './agenda.ts'
import type { Fleet, StoredImage, StoredSnapshot } from './fleet.ts'

/** The four states that EC2 tells of; there is no event for `pending`. */
type ToldState = 'available' | 'failed' | 'deregistered' | 'disabled'

export interface StateChangeOptions {
  clock: Clock
  fleet: Fleet
  emit: (envelope: Envelope) => void
  /** Called at once, when the image has changed and nobody was told yet. */
  onChange: () => void
  /** Called just before an image changes by itself. */
  beforeChange: (stored: StoredImage) => void
  /** From the change to its event. */
  eventDelayMs: number
  /** From `pending` to `available` or `failed`. */
  settleMs: number
}

export interface StateChanges {
  /** EC2 will tell of it, after a short while. */
  announce(stored: StoredImage, state: ToldState, requestId: string, errorMessage?: string): void
  /** A pending image becomes what it becomes, and EC2 tells of it. */
  settle(stored: StoredImage, requestId: string, failure?: string): void
  /** A restored snapshot becomes complete; no event tells of it. */
  recover(stored: StoredSnapshot): void
  /** Puts an event of another kind on the bus, later. */
  tellLater(envelope: Envelope, delayMs: number): void
  /** Images under way and changes not told yet. */
  pending(): number
  /** All that is still to come as data, to be kept. */
  entries(): readonly AgendaEntry[]
  /** Takes up what was kept. */
  restore(entries: readonly AgendaEntry[]): void
}

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

/** CloudTrail's events come so much later than all else that nobody waits for them. */
const isOwnWork = (entry: AgendaEntry): boolean =>
  entry.kind !== 'tell' || entry.envelope['detail-type'] === DETAIL_TYPE

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitor-ami-events.html */
export const createStateChanges = (options: StateChangeOptions): StateChanges => {
  const { clock, fleet } = options

  const act = (entry: AgendaEntry) => {
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
    // Deregistered while it was pending: nothing is left to become anything.
    if (stored?.image.State !== 'pending') return
    options.beforeChange(stored)
    const { failure, requestId } = entry
    stored.image.State = failure === undefined ? 'available' : 'failed'
    if (failure !== undefined) stored.image.StateReason = { Code: 'Client.InternalError', Message: failure }
    announce(stored, stored.image.State, requestId, failure ?? '')
  }
  const agenda = createAgenda(clock, act)

  const announce: StateChanges['announce'] = (stored, state, requestId, errorMessage = '') => {
    // The envelope's time is the change's, not the delivery's.
    const envelope = createEnvelope(stored, state, requestId, errorMessage, clock.nowMs())
    agenda.add({ kind: 'tell', atMs: clock.nowMs() + options.eventDelayMs, envelope })
    options.onChange()
  }
  return {
    announce,
    settle({ image, region }, requestId, failure) {
      agenda.add({
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
      agenda.add({ kind: 'recover', atMs: clock.nowMs() + options.settleMs, snapshotId, region })
    },
    tellLater(envelope, delayMs) {
      agenda.add({ kind: 'tell', atMs: clock.nowMs() + delayMs, envelope })
    },
    pending: () => agenda.entries().filter(isOwnWork).length,
    entries: agenda.entries,
    restore: agenda.replace,
  }
}
