import type { ImageEvent } from '../../domain/event.ts'
import { type ParsedCall, parseApiCall, TRAIL_DETAIL_TYPE } from './cloudtrail.ts'
import { parseEnvelope } from './eventbridge.ts'

/** A message of the events queue: a change of state, or a CloudTrail record. */
export type ParsedMessage = { kind: 'event'; event: ImageEvent } | ParsedCall

const isOfTrail = (body: string): boolean => {
  try {
    const json: unknown = JSON.parse(body)
    return (
      typeof json === 'object' &&
      json !== null &&
      'detail-type' in json &&
      json['detail-type'] === TRAIL_DETAIL_TYPE
    )
  } catch {
    return false
  }
}

/** Reads the body of one SQS record by its detail-type. Never throws. */
export const parseMessage = (body: string, nowMs: number): ParsedMessage => {
  if (isOfTrail(body)) return parseApiCall(body, nowMs)
  const parsed = parseEnvelope(body, nowMs)
  return parsed.ok ? { kind: 'event', event: parsed.event } : { kind: 'unreadable', why: parsed.why }
}
