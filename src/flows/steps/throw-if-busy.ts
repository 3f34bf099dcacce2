import { RetryLater } from '../../domain/retry-later.ts'
import type { Delivery } from '../../ports.ts'

/**
 * Leaves to the queue what Slack has no room for now.
 *
 * @param before what waits, as in "Slack asks to wait before the form is drawn."
 * @throws {RetryLater} after the time that Slack asked for
 */
export function throwIfBusy<Answer extends Pick<Delivery, 'kind'>>(
  answer: Answer,
  before: string,
): asserts answer is Exclude<Answer, { kind: 'busy' }> {
  const { kind, retryAfterSec = 1 } = answer as { kind: string; retryAfterSec?: number }
  if (kind === 'busy') throw new RetryLater(retryAfterSec, `Slack asks to wait before ${before}.`)
}
