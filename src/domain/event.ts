import type { ImageRef, ImageState } from './image.ts'

/** The states that EC2 sends an `EC2 AMI State Change` for; nothing else is ever announced.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitor-ami-events.html */
export const EVENT_STATES = ['available', 'failed', 'deregistered', 'disabled'] as const
export type EventState = (typeof EVENT_STATES)[number]

/** An event of AWS: an image entered a state. */
export interface ImageEvent extends ImageRef {
  /**
   * EC2's request id and the time (or the envelope's id if EC2 names no request) with the image and its state. It is the same for each
   * delivery and copy of an event, and different for each change.
   */
  id: string
  state: EventState
  /** When it happened by AWS's clock (whole seconds), or when it arrived where the envelope gives no time. */
  atMs: number
  /** Why it failed; absent in the other states. */
  reason?: string
  /** Probably EC2's id of the call that caused it: good for metrics, never for correctness. */
  requestId?: string
  /** Set on an event that EventBridge replays from an archive. */
  replayName?: string
  /** AWS sent no event: a look at EC2 found that the state had changed. */
  seenLate?: true
  /** A role of a member account sent it to the queue: nobody vouches for the account that it names. */
  sentByRole?: true
  /** EC2 contradicts it, and shows this state: it is no fact. `deregistered`: EC2 shows no such image. */
  shownAs?: ImageState
}
