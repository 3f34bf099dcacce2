import type { ImageEvent } from '../../domain/event.ts'
import type { ImageRef } from '../../domain/image.ts'
import { type ParsedCall, parseApiCall, TRAIL_DETAIL_TYPE } from './cloudtrail.ts'
import { parseEnvelope } from './eventbridge.ts'
import { parseLook } from './look.ts'
import { type ParsedNews, parseParameterNews } from './parameter-news.ts'
import { isRefreshHomes } from './refresh-homes.ts'
import { isInspector, type ParsedScan, parseScanNews } from './scan-news.ts'

/**
 * A message of the events queue: a change of state, a CloudTrail record, news of a parameter or of Amazon Inspector, or something that
 * amiops asked for itself: a look at an image or at the Home tabs.
 */
export type ParsedMessage =
  | { kind: 'event'; event: ImageEvent }
  | { kind: 'look'; image: ImageRef }
  | { kind: 'refresh-homes' }
  | ParsedCall
  | ParsedNews
  | ParsedScan

const parseJson = (body: string): Readonly<Record<string, unknown>> => {
  try {
    const json: unknown = JSON.parse(body)
    return typeof json === 'object' && json !== null ? { ...json } : {}
  } catch {
    return {}
  }
}

/** Reads the body of one SQS record by its source and detail-type. Never throws. @param sentByRole whether a role sent it */
export const parseMessage = (body: string, nowMs: number, sentByRole = false): ParsedMessage => {
  const image = parseLook(body)
  if (image) return { kind: 'look', image }
  if (isRefreshHomes(body)) return { kind: 'refresh-homes' }
  const json = parseJson(body)
  if (json.source === 'aws.ssm') return parseParameterNews(json, nowMs)
  if (isInspector(json.source)) return parseScanNews(json, nowMs)
  if (json['detail-type'] === TRAIL_DETAIL_TYPE) return parseApiCall(body, nowMs)
  const parsed = parseEnvelope(body, nowMs)
  return parsed.ok
    ? { kind: 'event', event: { ...parsed.event, ...(sentByRole && { sentByRole }) } }
    : { kind: 'unreadable', why: parsed.why }
}
