import { randomUUID } from 'node:crypto'
import type { StsError } from './error.ts'

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
const NAMESPACE = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** An element with its text; nothing where there is none. */
export const element = (name: string, text: string | number | undefined): string =>
  text === undefined
    ? ''
    : `<${name}>${String(text).replace(/[&<>"]/g, sign => SIGNS[sign] ?? sign)}</${name}>`

const write = (status: number, requestId: string, body: string): Response =>
  new Response(XML + body, {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  })

/** @param result the elements of the answer, as XML */
export const answer = (action: string, result: string, requestId: string = randomUUID()): Response =>
  write(
    200,
    requestId,
    `<${action}Response ${NAMESPACE}><${action}Result>${result}</${action}Result>` +
      `<ResponseMetadata>${element('RequestId', requestId)}</ResponseMetadata></${action}Response>`,
  )

export const refuse = ({ status, code, message }: StsError, requestId: string = randomUUID()): Response =>
  write(
    status,
    requestId,
    `<ErrorResponse ${NAMESPACE}><Error>${element('Type', 'Sender')}${element('Code', code)}${element('Message', message)}</Error>` +
      `${element('RequestId', requestId)}</ErrorResponse>`,
  )
