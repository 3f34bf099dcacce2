import { isRepeatable, mayHaveActed, type Request } from './request.ts'

/** Until when a request may be carried out, and when it is settled. */

/** How long a click is valid: one that has waited longer in the queue is not carried out. */
export const GOOD_FOR_MS = 10 * 60_000

/** Until when a request may be carried out. */
export const goodUntilMs = ({ askedAtMs, plan }: Pick<Request, 'askedAtMs' | 'plan'>): number =>
  plan?.untilMs ?? askedAtMs + GOOD_FOR_MS

/** A function lives for a minute: until then it may still be calling EC2. */
const FUNCTION_MS = 60_000

/** Until when somebody may still be carrying out a request that is `acting`. */
export const actingUntilMs = (request: Request): number =>
  FUNCTION_MS + (isRepeatable(request) ? goodUntilMs(request) : (request.actedAtMs ?? request.askedAtMs))

/** If the event has not come by then, a look at EC2 settles the request. */
const SETTLE_AFTER_MS = 2 * 60_000

/** When the schedule is to settle an open request: its event did not come, or nobody began it. */
export const requestDueAtMs = (request: Request): number =>
  mayHaveActed(request) ? (request.actedAtMs ?? request.askedAtMs) + SETTLE_AFTER_MS : goodUntilMs(request)

/** How long an event can still be the answer to a request. */
export const ANSWERS_WITHIN_MS = 60 * 60_000
