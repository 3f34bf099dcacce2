import type { ChangeAnswer } from '../../domain/change.ts'
import { SESSION_UNAVAILABLE } from '../../domain/no-session.ts'
import type { Order } from '../../domain/order.ts'

/** A plan is valid for a day: while AWS does not answer, or asks to slow down, its images wait. */
export const EC2_SILENT_SEC = 30

/** Errors that trying again does not change: a missing permission, a wrong account. */
const LASTING =
  /AccessDenied|Unauthorized|AuthFailure|OptInRequired|InvalidClientTokenId|UnrecognizedClient|WrongAccount|NoSession|permission .* is missing/

/**
 * Whether an error of AWS is temporary.
 *
 * @param why the error's code or name, or the words that say why something is unknown
 */
export const isPassing = (why: string): boolean => !LASTING.test(why)

/** EC2 did not carry out the call because there were too many, or because of an outage of its own or of STS's.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html */
export const isThrottled = (answer: ChangeAnswer): boolean =>
  answer.kind === 'refused' && (answer.code === SESSION_UNAVAILABLE || THROTTLED.test(answer.code))

const THROTTLED = /^(RequestLimitExceeded|Throttling|ServiceUnavailable|Unavailable$|InternalError)/

/** The reason why it begins again; undefined if AWS did not throttle it. */
export const throttledWords = (answer: ChangeAnswer, { image }: Pick<Order, 'image'>): string | undefined => {
  if (!isThrottled(answer)) return undefined
  const service = answer.kind === 'refused' && answer.code === SESSION_UNAVAILABLE ? 'STS' : 'EC2'
  return `${service} throttled the change of ${image.imageId}.`
}

/**
 * Whether an order is tried again while EC2 throttles, as long as it is valid: an approved one, whose approval would be lost, or an image
 * of a plan, which nobody waits for. A person who clicked is answered at once, and can click again.
 */
export const waitsForRoom = ({ plan, consent }: Order): boolean =>
  plan !== undefined || consent?.kind === 'approved'
