import { ACTION_RULES } from '../src/domain/actions.ts'
import type { ImageState } from '../src/domain/image.ts'
import { type ImageRecord, type LastEvent, observedSinceMs, stateOf } from '../src/domain/record.ts'
import type { Request } from '../src/domain/request.ts'
import { principalWords } from './principal.ts'
import { escapeText } from './text.ts'
import { durationWords, type PersonStyle, personWords, stateWords, timeWords } from './words.ts'

export const CAUSE_WORDS = {
  created: 'created from an instance',
  copied: 'copied from another image',
  registered: 'registered',
  enabled: 'enabled',
  restored: 'restored from the Recycle Bin',
  'restored-from-s3': 'restored from S3',
} as const

/** What the person's request has come to. */
const requestWords = (
  request: Request,
  state: ImageState | undefined,
  style: PersonStyle,
): string | undefined => {
  const { label, past } = ACTION_RULES[request.action]
  const by = personWords(request.person, style)
  const agreed = request.approvedBy
    ? ` · approved by ${personWords(request.approvedBy, style)}`
    : request.options?.emergencyOverride
      ? ' · 🚨 without the second person'
      : ''
  const reason = escapeText(request.reason ?? '', 600)
  switch (request.state) {
    case 'asked':
    case 'acting':
      return `⏳ ${label} asked by ${by}${agreed}`
    case 'accepted':
      return `⏳ ${label} asked by ${by}${agreed} · EC2 accepted it · waiting for ${request.action === 'restore' || request.action === 'share' ? 'it to show' : 'the event'}`
    case 'confirmed': {
      const tookMs = (request.confirmedAtMs ?? 0) - (request.actedAtMs ?? request.askedAtMs)
      const proof = request.confirmedBy === 'look' ? 'confirmed by a look at EC2' : 'confirmed by AWS'
      return `${stateWords(state)} · ${past} by ${by}${agreed} · ${proof} after ${durationWords(tookMs)} · ${timeWords(request.confirmedAtMs ?? request.askedAtMs)}`
    }
    case 'failed':
      return `⚠️ ${label} asked by ${by} failed. ${reason}`
    case 'unknown':
      return `❔ ${label} asked by ${by}: no answer from EC2 yet. ${reason}`
    case 'refused':
      return undefined
  }
}

const lastEventWords = (lastEvent: LastEvent): string => {
  const how = lastEvent.cause ? ` · ${CAUSE_WORDS[lastEvent.cause]}` : ''
  const by = lastEvent.principal
    ? ` · ${lastEvent.state === 'failed' ? 'begun by' : 'by'} ${principalWords(lastEvent.principal)} ·`
    : ''
  const late = lastEvent.seenLate ? ' · seen late: AWS sent no event' : ''
  const replayed = lastEvent.replayName ? ` · replayed from ${escapeText(lastEvent.replayName, 80)}` : ''
  return `${stateWords(lastEvent.state)}${how}${by} ${timeWords(lastEvent.atMs)}${late}${replayed}`
}

/** The card's last line: what happened, who did it, how true it is. */
export const statusLine = (record: ImageRecord, style: PersonStyle): string => {
  const { request, lastEvent, observedState } = record
  const asked = request && requestWords(request, stateOf(record), style)
  if (asked) return asked
  if (observedState)
    return `${stateWords(observedState.state)} · seen in EC2 ${timeWords(observedSinceMs(observedState))}`
  return lastEvent ? lastEventWords(lastEvent) : 'No event of this image has reached amiops yet'
}
