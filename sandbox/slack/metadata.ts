import { SlackError } from './slack-error.ts'
import { isObject, type Json, type JsonObject } from './types.ts'

// Slack names the error but publishes no number; this one is ours, on the careful side.
const MAX_PAYLOAD_BYTES = 8_000

/** Message metadata as Slack takes it; `{}` is allowed and means "none". https://docs.slack.dev/messaging/message-metadata */
export const checkMetadata = (metadata: Json): JsonObject => {
  if (!isObject(metadata)) throw new SlackError('invalid_metadata_format')
  if (Object.keys(metadata).length === 0) return metadata
  const { event_type, event_payload } = metadata
  if (typeof event_type !== 'string' || event_type === '' || !isObject(event_payload)) {
    throw new SlackError('invalid_metadata_schema')
  }
  if (!Object.values(event_payload).every(isPayloadValue)) throw new SlackError('invalid_metadata_schema')
  if (Buffer.byteLength(JSON.stringify(event_payload)) > MAX_PAYLOAD_BYTES)
    throw new SlackError('metadata_too_large')
  return metadata
}

const isPlain = (value: Json): boolean => ['string', 'number', 'boolean'].includes(typeof value)
const isFlat = (value: Json): boolean => isObject(value) && Object.values(value).every(isPlain)
const isPayloadValue = (value: Json): boolean =>
  isPlain(value) || isFlat(value) || (Array.isArray(value) && value.every(isFlat))
