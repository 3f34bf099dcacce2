const THROTTLED = 'RequestLimitExceeded'
const BUSY = { kind: 'busy', retryAfterSec: 7 }
const IN_DOUBT = { kind: 'busy', retryAfterSec: 5, inDoubt: true }

interface No {
  /** What it answers where nothing was done. */
  before?: unknown
  /** What it answers where all was done, and it does not know. */
  after?: unknown
}

/** How each port says that it cannot now: Slack's 429 and its silence, EC2's throttling. DynamoDB throttles by an error,
 * which strikes every call anyway; but its client tries again where no answer came, and a conditional write that had
 * taken effect is then refused: it finds itself there. */
const NOES: Readonly<Record<string, No>> = {
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
  'messenger.members': { before: { known: false, reason: 'ratelimited' } },
  'images.rehearse': { before: { kind: 'refused', code: THROTTLED, message: 'Request limit exceeded.' } },
  'images.change': {
    before: { kind: 'refused', code: THROTTLED, message: 'Request limit exceeded.' },
    after: { kind: 'unknown', reason: 'TimeoutError' },
  },
  'ledger.saveImage': { after: false },
  'ledger.saveProposal': { after: false },
  'ledger.saveDigest': { after: false },
  'ledger.takeLease': { after: false },
  'ledger.claimEvent': { after: { kind: 'busy' } },
  'ledger.claimRequest': { after: { kind: 'open' } },
  'ledger.beginPost': { after: { kind: 'busy' } },
  'queues.depth': { before: { kind: 'unknown', why: 'OverLimit' } },
}

/** @returns the no of a call, as `port.method`; undefined where it has none */
export const noOf = (name: string, moment: Moment): unknown =>
  name.startsWith('uses.') && moment === 'before' ? { known: false, why: THROTTLED } : NOES[name]?.[moment]

export type Moment = 'before' | 'after'
