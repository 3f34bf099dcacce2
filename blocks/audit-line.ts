import { ACTION_RULES } from '../src/domain/actions.ts'
import { type Attempt, isWithoutRight } from '../src/domain/history.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { deniedWhy, reasonWords } from './change-words.ts'
import { section } from './elements.ts'
import { OUTCOME } from './history.ts'
import { imageWords } from './image-words.ts'
import { type Message, message } from './message.ts'
import { pastWords } from './past-words.ts'
import { principalWords } from './principal.ts'
import { retirementWords } from './retirement-words.ts'
import { sessionWords } from './session-words.ts'
import { sharingChangeWords } from './sharing-difference.ts'
import { CAUSE_WORDS } from './status-line.ts'
import { code, quoted } from './text.ts'
import { snapshotResultWords } from './way-back.ts'
import { accountWords, personWords, stateWords } from './words.ts'

/** "*done* · approved by @alex"; for a decision without an outcome, who made it: "*declined* by @alex". */
const outcomeWords = (attempt: Attempt): string[] => {
  const { outcome, approvedBy } = attempt
  if (isWithoutRight(attempt)) return ['*denied* (no permission)']
  const word = `*${OUTCOME[outcome] ?? outcome}*`
  if (!approvedBy) return [word]
  const by = `by ${personWords(approvedBy, 'name')}`
  const isDecision = outcome === 'approved' || outcome === 'declined'
  return isDecision ? [`${word} ${by}`] : [word, `approved ${by}`]
}

/** Who tried what, and the outcome. A person who may not decide on a request is not its requester. */
const headWords = (entry: Attempt, what: string): string[] => {
  const by = personWords(entry.by, 'name')
  return entry.decision === undefined
    ? [`👤 ${what} · requested by ${by}`, ...outcomeWords(entry)]
    : [`🚫 ${by} tried to ${entry.decision}: ${what}`, `*denied* (${deniedWhy(entry)})`]
}

/** One line for the audit channel: who, what, which image, the outcome, the reason, and who approved it. Mentions nobody. */
export const renderAttempt = (entry: Attempt, record: ImageRecord, accountName: string): Message => {
  const where = `${accountWords(record.account, accountName)}, ${record.region}`
  const line = [
    ...headWords(entry, `${ACTION_RULES[entry.action].label} of ${imageWords(record)} in ${where}`),
    entry.emergencyOverride && '🚨 emergency override (no approval)',
    entry.purpose && `reason: ${quoted(entry.purpose, 300)}`,
    entry.sharing && sharingChangeWords(entry.sharing),
    entry.retirement && retirementWords(entry.retirement),
    entry.keepUntil && `${pastWords(entry)}, last day ${code(entry.keepUntil, 40)}`,
    reasonWords(entry, 300),
    entry.snapshots && entry.snapshots.length > 0 && snapshotResultWords(entry.snapshots),
    sessionWords(entry),
    entry.impactSummary && `at request time: ${quoted(entry.impactSummary, 400)}`,
  ]
    .filter(part => typeof part === 'string' && part !== '')
    .join(' · ')
  return message(line, [section(line)])
}

/** The same for a change outside Slack. */
export const renderOutside = (record: ImageRecord, accountName: string): Message => {
  const { lastEvent } = record
  const how = lastEvent?.cause ? ` · ${CAUSE_WORDS[lastEvent.cause]}` : ''
  const by = lastEvent?.principal ? ` · by ${principalWords(lastEvent.principal)}` : ''
  const line = `🌍 Outside Slack · ${stateWords(lastEvent?.state)}${how} · ${imageWords(record)} in ${accountWords(record.account, accountName)}, ${record.region}${by}`
  return message(line, [section(line)])
}
