import { randomUUID } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { type Envelope, toEventTime } from '../envelope.ts'
import type { StoredImage } from './fleet.ts'

/** The four states that EC2 tells of; there is no event for `pending`. */
export type ToldState = 'available' | 'failed' | 'deregistered' | 'disabled'

export interface StateChangeOptions {
  clock: Clock
  emit: (envelope: Envelope) => void
  /** Called at once, when the image has changed and nobody was told yet. */
  onChange: () => void
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
  /** Images under way and events not told yet. */
  pending(): number
}

const createEnvelope = (
  stored: StoredImage,
  state: ToldState,
  requestId: string,
  errorMessage: string,
  nowMs: number,
): Envelope => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'EC2 AMI State Change',
  source: 'aws.ec2',
  account: stored.account,
  time: toEventTime(nowMs),
  region: stored.region,
  resources: [`arn:aws:ec2:${stored.region}::image/${stored.image.ImageId}`],
  detail: { RequestId: requestId, ImageId: stored.image.ImageId, State: state, ErrorMessage: errorMessage },
})

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitor-ami-events.html */
export const createStateChanges = (options: StateChangeOptions): StateChanges => {
  const { clock } = options
  let pending = 0
  const later = (ms: number, act: () => void): void => {
    pending += 1
    void clock.sleep(ms).then(() => {
      pending -= 1
      act()
    })
  }
  const announce: StateChanges['announce'] = (stored, state, requestId, errorMessage = '') => {
    // The envelope's time is the change's, not the delivery's.
    const envelope = createEnvelope(stored, state, requestId, errorMessage, clock.nowMs())
    options.onChange()
    later(options.eventDelayMs, () => options.emit(envelope))
  }
  return {
    announce,
    settle(stored, requestId, failure) {
      options.onChange()
      later(options.settleMs, () => {
        // Deregistered while it was pending: nothing is left to become anything.
        if (stored.image.State !== 'pending') return
        stored.image.State = failure === undefined ? 'available' : 'failed'
        if (failure !== undefined) {
          stored.image.StateReason = { Code: 'Client.InternalError', Message: failure }
        }
        announce(stored, stored.image.State, requestId, failure ?? '')
      })
    },
    pending: () => pending,
  }
}
