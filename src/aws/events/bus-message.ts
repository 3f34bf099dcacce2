import type { ImageEvent } from '../../domain/event.ts'
import type { ImageRef } from '../../domain/image.ts'
import { type ParsedCall, parseApiCall, TRAIL_DETAIL_TYPE } from './cloudtrail.ts'
import { parseEnvelope } from './eventbridge.ts'
import { parseLook } from './look.ts'
import { isRefreshHomes } from './refresh-homes.ts'

/** A message of the events queue: a change of state, a CloudTrail record, or what amiops asked for itself: a look at an image or at
 * the Home tabs. */
export type ParsedMessage =
  | { kind: 'event'; event: ImageEvent }
  | { kind: 'look'; image: ImageRef }
  | { kind: 'refresh-homes' }
  | ParsedCall

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
  const image = parseLook(body)
  if (image) return { kind: 'look', image }
  if (isRefreshHomes(body)) return { kind: 'refresh-homes' }
  if (isOfTrail(body)) return parseApiCall(body, nowMs)
  const parsed = parseEnvelope(body, nowMs)
  return parsed.ok ? { kind: 'event', event: parsed.event } : { kind: 'unreadable', why: parsed.why }
}
