import { isSuperseded } from '../src/domain/failures.ts'
import { pipelineOf } from '../src/domain/pipeline.ts'
import { type ImageRecord, stateOf } from '../src/domain/record.ts'
import { context, quote } from './elements.ts'
import { familyImageWords } from './new-build.ts'
import { bold, type Part, plainText, richPart } from './part.ts'
import { REASON_SHOWN } from './reason.ts'
import { escapeText, shorten, toLine } from './text.ts'
import { agoWords, type PersonStyle, personWords } from './words.ts'

/** Why it failed, in AWS's words. */
export const failureReason = (record: ImageRecord): Part[] => {
  if (stateOf(record) !== 'failed') return []
  const reason = toLine(record.lastEvent?.reason ?? record.facts?.stateReason ?? '')
  const none = 'AWS gave no reason for the failure'
  return reason === ''
    ? [{ blocks: [context(`${none}.`)], words: none }]
    : [
        {
          blocks: [quote(shorten(reason, REASON_SHOWN.card))],
          words: `Reason: ${escapeText(reason, REASON_SHOWN.card)}`,
        },
      ]
}

/** What helps a person on call: the last good image, and what built the failed one. */
export const remedyParts = (record: ImageRecord): Part[] => {
  if (stateOf(record) !== 'failed') return []
  const pipeline = shorten(toLine(pipelineOf(record) ?? ''), 200)
  return [
    ...goodPart(record),
    ...(pipeline === '' ? [] : [richPart(bold('Pipeline: '), plainText(pipeline))]),
  ]
}

/** Who looks after the failure. */
export const acknowledgedPart = (record: ImageRecord, style: PersonStyle): Part[] => {
  const { acknowledged } = record
  if (stateOf(record) !== 'failed' || !acknowledged) return []
  const words = `👀 Acknowledged by ${personWords(acknowledged.by, style)} · ${agoWords(acknowledged.atMs)}`
  return [{ blocks: [context(words)], words }]
}

/** The image to go back to, or the newer one that supersedes the failure. */
const goodPart = (record: ImageRecord): Part[] => {
  const { lastGood } = record
  if (!lastGood) return []
  const lead = isSuperseded(record) ? '✅ Superseded by ' : '✅ Last good image: '
  return [richPart(bold(lead), ...familyImageWords(record, lastGood))]
}
