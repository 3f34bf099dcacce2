import type { ChangeAnswer } from '../../domain/change.ts'
import type { Order } from '../../domain/order.ts'

/** A plan is valid for a day: while AWS does not answer, or asks to slow down, its images wait. */
export const EC2_SILENT_SEC = 30

/** What trying again does not change: a missing permission, a wrong account. */
const LASTING =
  /AccessDenied|Unauthorized|AuthFailure|OptInRequired|InvalidClientTokenId|UnrecognizedClient|WrongAccount|permission .* is missing/

/**
 * Whether trouble with AWS passes by itself.
 *
 * @param why the error's code or name, or the words that say why something is unknown
 */
export const isPassing = (why: string): boolean => !LASTING.test(why)

/** EC2 did not carry out the call because there were too many, or because of an outage of its own.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html */
export const isThrottled = (answer: ChangeAnswer): boolean =>
  answer.kind === 'refused' &&
  /^(RequestLimitExceeded|Throttling|ServiceUnavailable|Unavailable$|InternalError)/.test(answer.code)

/** Why it begins again; undefined where EC2 did not throttle it. */
export const throttledWords = (answer: ChangeAnswer, { image }: Pick<Order, 'image'>): string | undefined =>
  isThrottled(answer) ? `EC2 throttled the change of ${image.imageId}.` : undefined

/**
 * Whether an order is tried again while EC2 throttles, as long as it is valid: nobody waits for it at a screen, and an approval would be
 * lost. Who clicked is told at once, and clicks again.
 */
export const waitsForRoom = ({ plan, consent }: Order): boolean =>
  plan !== undefined || consent?.kind === 'approved'
