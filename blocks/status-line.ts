import { ACTION_RULES } from '../src/domain/actions.ts'
import { attemptOf, sharingChangeOf } from '../src/domain/history.ts'
import { type ImageRecord, type LastEvent, observedSinceMs, stateOf } from '../src/domain/record.ts'
import type { Request } from '../src/domain/request.ts'
import { pastWords } from './past-words.ts'
import { principalWords } from './principal.ts'
import { sharingChangeWords } from './sharing-difference.ts'
import { escapeText } from './text.ts'
import { capital, durationWords, type PersonStyle, personWords, stateWords, timeWords } from './words.ts'

export const CAUSE_WORDS = {
  created: 'created from an instance',
  copied: 'copied from another image',
  registered: 'registered',
  enabled: 'enabled',
  restored: 'restored from the Recycle Bin',
  'restored-from-s3': 'restored from S3',
} as const

/** How it was found that a request had its effect. */
export const proofWords = (confirmedBy: 'event' | 'look' | undefined, afterMs: number): string =>
  `${confirmedBy === 'look' ? 'verified with EC2' : 'confirmed by AWS'} ${afterMs < 1_000 ? 'within a second' : `after ${durationWords(afterMs)}`}`

/** Who approved it, or why nobody had to. */
export const consentWords = ({ approvedBy, options }: Request, style: PersonStyle): string =>
  approvedBy
    ? ` · approved by ${personWords(approvedBy, style)}`
    : options?.emergencyOverride
      ? ' · 🚨 emergency override (no approval)'
      : ''

/** What a request changed that neither the title nor another line of the card shows. */
const effectWords = (request: Request): string =>
  request.action === 'shareWith' ? ` · ${sharingChangeWords(sharingChangeOf(request))}` : ''

/** The state of the person's request. It does not repeat the title: "🟡 Disabled · web-1", then "By @maria". */
export const requestWords = (
  record: ImageRecord,
  request: Request,
  style: PersonStyle,
): string | undefined => {
  const { label } = ACTION_RULES[request.action]
  const past = pastWords(attemptOf(request))
  const isTitle = stateWords(stateOf(record)).toLowerCase().endsWith(past)
  const by = personWords(request.person, style)
  const consent = consentWords(request, style)
  const reason = escapeText(request.reason ?? '', 600)
  switch (request.state) {
    case 'asked':
      return `⏳ ${label} requested by ${by}${consent} · queued`
    case 'acting':
      return `⏳ ${label} requested by ${by}${consent} · EC2 is being called`
    case 'accepted':
      return `⏳ ${label} requested by ${by}${consent} · accepted by EC2, awaiting confirmation`
    case 'confirmed': {
      const what = effectWords(request)
      const tookMs = (request.confirmedAtMs ?? 0) - (request.actedAtMs ?? request.askedAtMs)
      return `${isTitle ? 'By' : `${capital(past)} by`} ${by}${consent}${what} · ${proofWords(request.confirmedBy, tookMs)} · ${timeWords(request.confirmedAtMs ?? request.askedAtMs)}`
    }
    case 'failed':
      return `⚠️ ${label} requested by ${by} failed. ${reason}`
    case 'unknown':
      return `❔ ${label} requested by ${by}: no answer from EC2 yet. ${reason}`
    case 'refused':
      return undefined
  }
}

/** The last event without its state, which the title has. */
const lastEventWords = ({ cause, principal, state, atMs, seenLate, replayName }: LastEvent): string => {
  const how = cause === undefined ? [] : [CAUSE_WORDS[cause]]
  const by = principal ? [`${state === 'failed' ? 'started by' : 'by'} ${principalWords(principal)}`] : []
  const done = [...how, ...by].join(' ')
  const late = seenLate ? 'detected by reconciliation (no event from AWS)' : ''
  const replayed = replayName ? `replayed from ${escapeText(replayName, 80)}` : ''
  const [first = 'reported by AWS', ...others] = [done, late, replayed].filter(part => part !== '')
  return [capital(first), timeWords(atMs), ...others].join(' · ')
}

/** What happened, who did it, and how it was verified. */
export const statusLine = (record: ImageRecord, style: PersonStyle): string => {
  const { request, lastEvent, observedState } = record
  const asked = request && requestWords(record, request, style)
  if (asked) return asked
  if (observedState) return `Verified with EC2 · ${timeWords(observedSinceMs(observedState))}`
  return lastEvent ? lastEventWords(lastEvent) : 'No events recorded yet'
}
