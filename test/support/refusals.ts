const THROTTLED = 'RequestLimitExceeded'
const BUSY = { kind: 'busy', retryAfterSec: 7 }
const IN_DOUBT = { kind: 'busy', retryAfterSec: 5, inDoubt: true }

interface Refusal {
  /** The answer when nothing was done. */
  before?: unknown
  /** The answer when everything was done, but the outcome is unknown. */
  after?: unknown
}

/** How each port answers that it cannot do something now: Slack's 429 or missing answer, EC2's throttling. DynamoDB
 * throttles by an error, which is injected at every call anyway. Its client retries when no answer came, and a conditional
 * write that had taken effect then fails its own condition. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  'messenger.post': { before: BUSY, after: IN_DOUBT },
  'messenger.update': { before: BUSY, after: IN_DOUBT },
  'messenger.postEphemeral': { before: BUSY, after: IN_DOUBT },
  'messenger.showForm': { before: BUSY, after: IN_DOUBT },
  'messenger.respond': {
    before: BUSY,
    after: IN_DOUBT,
  },
  'messenger.find': { before: BUSY },
  'messenger.openFile': { before: BUSY },
  'messenger.shareFile': { before: BUSY, after: BUSY },
  'messenger.isReachable': { before: false },
  'messenger.person': { before: { known: false, reason: 'ratelimited' } },
  'messenger.members': { before: { known: false, reason: 'ratelimited' } },
  'images.rehearse': { before: { kind: 'refused', code: THROTTLED, message: 'Request limit exceeded.' } },
  'images.change': {
    before: { kind: 'refused', code: THROTTLED, message: 'Request limit exceeded.' },
    after: { kind: 'unknown', reason: 'TimeoutError' },
  },
  'aliases.put': {
    before: { kind: 'refused', code: 'ThrottlingException', message: 'Rate exceeded' },
    after: { kind: 'unknown', message: 'TimeoutError' },
  },
  'ledger.saveImage': { after: false },
  'ledger.saveProposal': { after: false },
  'ledger.saveSeenAlias': { after: false },
  'ledger.saveDigest': { after: false },
  'ledger.takeLease': { after: false },
  'ledger.claimEvent': { after: { kind: 'busy' } },
  'ledger.beginEmail': { after: 'busy' },
  'emails.send': { before: { kind: 'refused', code: 'Throttled' } },
  'ledger.claimRequest': { after: { kind: 'open' } },
  'ledger.beginPost': { after: { kind: 'busy' } },
  'queues.depth': { before: { kind: 'unknown', why: 'OverLimit' } },
}

/** @returns the refusal of a call, named as `port.method`; undefined where the call has none */
export const refusalOf = (name: string, moment: Moment): unknown =>
  name.startsWith('uses.') && moment === 'before'
    ? { known: false, why: THROTTLED }
    : REFUSALS[name]?.[moment]

export type Moment = 'before' | 'after'
