import { redactResponseUrls } from '../aws/sqs/redact.ts'
import { keysOf } from '../kernel/keys.ts'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** A batch may hold a thousand messages; nobody reads more than these. */
const SHOWN_AT_MOST = 10

const describeRecord = ({ messageId, body, attributes }: Readonly<Record<string, unknown>>) => ({
  messageId,
  ...(isObject(attributes) && { receiveCount: attributes.ApproximateReceiveCount }),
  body: redactResponseUrls(body),
})

/**
 * The event of a function, as the timeline may show it. Of a request to the Function URL only method and path are shown:
 * headers and body hold signatures and tokens.
 */
export const describeEvent = (event: unknown): unknown => {
  if (!isObject(event)) return event
  if (Array.isArray(event.Records)) {
    const records = event.Records.filter(isObject)
    const rest = records.slice(SHOWN_AT_MOST)
    return {
      messages: records.slice(0, SHOWN_AT_MOST).map(describeRecord),
      ...(rest.length > 0 && { andFurther: rest.length, about: keysOf(rest) }),
    }
  }
  if (isObject(event.requestContext)) return event.requestContext.http
  return event
}
