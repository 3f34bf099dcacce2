import { ACTION_RULES } from '../src/domain/actions.ts'
import type { AssignmentEntry, Attempt, SingleEntry } from '../src/domain/history.ts'
import { isFinal, isWithoutRight } from '../src/domain/history.ts'
import type { HistoryChange } from '../src/domain/join-history.ts'
import { accessSign } from './action-words.ts'
import { pastWords } from './past-words.ts'
import { principalWords, sharingWords } from './principal.ts'
import { retirementWords } from './retirement-words.ts'
import { sessionWords } from './session-words.ts'
import { sharingChangeWords } from './sharing-difference.ts'
import { CAUSE_WORDS } from './status-line.ts'
import { code, escapeText, quoted } from './text.ts'
import { snapshotResultWords } from './way-back.ts'
import { capital, countWords, personWords, STATE_WORDS, shownWords, timeWords } from './words.ts'

/** One change of the history in two lines: what, who and when; then why, approved by whom, and what proves it. */

/** The attempt with the outcome: what was carried out, otherwise what was sent for approval. */
const mainAttempt = ({ attempts }: HistoryChange): Attempt | undefined =>
  attempts.find(({ id }) => !id.startsWith('proposal/')) ?? attempts[0]

/** Of a declined one: who declined. */
const approverOf = ({ attempts }: HistoryChange): Attempt['approvedBy'] =>
  attempts.find(({ approvedBy }) => approvedBy)?.approvedBy

const OPEN: Readonly<Partial<Record<Attempt['outcome'], string>>> = {
  asked: 'in progress',
  acting: 'in progress',
  accepted: 'accepted by EC2, awaiting confirmation',
  unknown: 'no answer from EC2 yet',
  waiting: 'awaiting approval',
  approved: 'approved',
}

/** Why somebody could not decide on a request. */
export const deniedWhy = ({ reason = '' }: Attempt): string =>
  /own request|not the requester/.exec(reason)?.[0] ?? 'not an approver'

/**
 * The reason of the outcome, escaped; none for a denial, whose reason is shown beside it. For a declined request, the approver's own
 * words.
 */
export const reasonWords = (attempt: Attempt, max: number): string | undefined => {
  if (!attempt.reason || attempt.decision !== undefined || isWithoutRight(attempt)) return undefined
  return attempt.outcome === 'declined'
    ? `comment: ${quoted(attempt.reason, max)}`
    : escapeText(attempt.reason, max)
}

const attemptHead = (change: HistoryChange, attempt: Attempt): string => {
  const { label, becomes } = ACTION_RULES[attempt.action]
  const by = personWords(attempt.by, 'mention')
  const approver = approverOf(change)
  if (attempt.decision !== undefined)
    return `🚫 ${by} tried to ${attempt.decision} *${label}*: denied (${deniedWhy(attempt)})`
  switch (attempt.outcome) {
    case 'confirmed': {
      const state = change.events[0]?.state ?? becomes[0]
      const emoji = state === undefined ? accessSign(attempt.action) : STATE_WORDS[state].emoji
      return `${emoji} *${capital(pastWords(attempt))}* by ${by}`
    }
    case 'refused':
      return `🚫 *${label}* requested by ${by}: ${isWithoutRight(attempt) ? 'denied (no permission)' : 'not carried out'}`
    case 'failed':
      return `⚠️ *${label}* requested by ${by}: failed`
    case 'declined':
      return `🚫 *${label}* requested by ${by}: declined${approver ? ` by ${personWords(approver, 'mention')}` : ''}`
    case 'withdrawn':
      return `↩️ *${label}* requested by ${by}: withdrawn`
    case 'expired':
      return `⌛ *${label}* requested by ${by}: expired, nobody decided in time`
    default:
      return `${isFinal(attempt) ? '☑️' : '⏳'} *${label}* requested by ${by}: ${OPEN[attempt.outcome] ?? attempt.outcome}`
  }
}

const eventHead = ({ events, calls }: HistoryChange): string | undefined => {
  const [event] = events
  if (!event) return undefined
  const { emoji, word } = STATE_WORDS[event.state]
  const how = event.cause ? ` (${CAUSE_WORDS[event.cause]})` : ''
  const [call] = calls
  const who = event.by
    ? ` by ${personWords(event.by, 'mention')}`
    : call
      ? ` by ${principalWords(call.principal)}`
      : ''
  return `${emoji} *${word}*${how}${who}`
}

const singleHead = (entry: SingleEntry): string => {
  switch (entry.kind) {
    case 'acknowledgement':
      return `👀 *Failure ${entry.undone ? 'no longer acknowledged' : 'acknowledged'}* by ${personWords(entry.by, 'mention')}`
    case 'revocation':
      return `${entry.undone ? '↩️ *Revocation undone*' : '🚫 *Revoked*'} by ${personWords(entry.by, 'mention')}`
    case 'assignment':
      return assignmentHead(entry)
  }
}

/** "Became prod of payments-base in 2 places by @maria", "No longer prod of payments-base in 2 places, by @maria's rollback" */
const assignmentHead = (entry: AssignmentEntry): string => {
  const { change, replaced, alias, family, places, by, principal } = entry
  const again = change === 'rollback' || change === 'revoke' ? ' again' : ''
  const what = replaced ? `No longer ${alias}` : `Became ${alias}${again}`
  const who = by ? personWords(by, 'mention') : principal ? principalWords(principal) : undefined
  const how = `${who === undefined ? '' : ` by ${who}`}${change === 'outside' ? ' outside amiops' : ''}`
  return `🏷️ *${what}* of ${escapeText(family, 60)} in ${countWords(places, 'place')}${how}${replaced ? REPLACED_BY[change] : ''}`
}

const REPLACED_BY: Readonly<Record<AssignmentEntry['change'], string>> = {
  promote: ' (promoted another image)',
  rollback: ' (rolled back)',
  revoke: ' (revoked)',
  outside: '',
}

const callHead = ({ calls }: HistoryChange): string => {
  const [call] = calls
  if (!call) return 'A change'
  const who = call.askedBy
    ? `amiops for ${personWords(call.askedBy, 'mention')}`
    : principalWords(call.principal)
  const what = call.sharing ? ` · ${call.errorCode ? 'not done: ' : ''}${sharingWords(call.sharing)}` : ''
  return `🧾 *${call.call}* by ${who}${call.errorCode ? `: refused by EC2 (${code(call.errorCode, 80)})` : ''}${what}`
}

/** When it took effect, or else when it was requested. */
const timeOf = (change: HistoryChange): number =>
  change.events[0]?.atMs ?? mainAttempt(change)?.atMs ?? change.calls[0]?.atMs ?? change.single?.atMs ?? 0

/** What shows that it happened. */
const proofOf = ({ events, calls }: HistoryChange): string | undefined => {
  const proofs = [
    events.some(({ seenLate }) => !seenLate) ? 'AWS event' : undefined,
    events.some(({ seenLate }) => seenLate) ? 'seen in EC2' : undefined,
    calls.some(({ errorCode }) => errorCode === undefined) ? 'CloudTrail' : undefined,
  ].filter(proof => proof !== undefined)
  return proofs.length === 0 ? undefined : `Proof: ${proofs.join(', ')}`
}

const sessionOf = (attempt: Attempt | undefined): string | undefined => {
  const words = attempt && sessionWords(attempt)
  return words && capital(words)
}

const whyOf = (change: HistoryChange): string[] => {
  const attempt = mainAttempt(change)
  const single = change.single?.kind === 'acknowledgement' ? undefined : change.single
  const purpose = change.attempts.find(one => one.purpose)?.purpose ?? single?.purpose
  const approver = attempt?.outcome === 'declined' ? undefined : (approverOf(change) ?? single?.approvedBy)
  const reason = change.events.find(event => event.reason)?.reason
  const why = attempt ? reasonWords(attempt, 300) : reason && code(reason, 300)
  const impact = change.attempts.find(one => one.impactSummary)?.impactSummary
  const isOverride = change.attempts.some(one => one.emergencyOverride)
  return [
    purpose && `Reason: ${quoted(purpose, 200)}`,
    approver && `Approved by ${personWords(approver, 'mention')}`,
    isOverride && '🚨 Emergency override, no approval',
    attempt?.sharing && capital(sharingChangeWords(attempt.sharing)),
    attempt?.retirement && capital(retirementWords(attempt.retirement)),
    why && (attempt?.outcome === 'declined' ? capital(why) : why),
    attempt?.snapshots && attempt.snapshots.length > 0 && snapshotResultWords(attempt.snapshots),
    sessionOf(attempt),
    impact && `At request time: ${quoted(impact, 300)}`,
    change.events.some(({ outOfOrder }) => outOfOrder) && 'arrived after a newer event',
    ...change.events.map(({ shownAs }) => shownAs && `⚠️ Not confirmed: ${shownWords(shownAs)}`),
  ].filter(part => typeof part === 'string')
}

export const changeHead = (change: HistoryChange): string => {
  const attempt = mainAttempt(change)
  const head = attempt
    ? attemptHead(change, attempt)
    : change.single
      ? singleHead(change.single)
      : (eventHead(change) ?? callHead(change))
  return `${head} · ${timeWords(timeOf(change))}`
}

/** The second line; empty where nothing more is known. */
const changeWhy = (change: HistoryChange): string =>
  [...whyOf(change), proofOf(change)].filter(part => part !== undefined).join(' · ')

/** Both lines. */
export const changeWords = (change: HistoryChange): string =>
  [changeHead(change), changeWhy(change)].filter(line => line !== '').join('\n')
