import { escapeXml } from '../ec2/xml.ts'

const NAMESPACE = 'http://autoscaling.amazonaws.com/doc/2011-01-01/'

const writeValue = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(item => `<member>${writeValue(item)}</member>`).join('')
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null) return escapeXml(String(value))
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]) => `<${name}>${writeValue(inner)}</${name}>`)
    .join('')
}

/** A result in the shape of the SDK's types, as AWS's query protocol puts it on the wire. */
export const writeResult = (action: string, requestId: string, result: object): string =>
  `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${writeValue(result)}</${action}Result>` +
  `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`

export const writeError = (code: string, message: string, requestId: string): string =>
  `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${escapeXml(code)}</Code>` +
  `<Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`
