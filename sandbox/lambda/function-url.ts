import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import type { Clock } from '../kernel/clock.ts'
import type { NodeEnv } from '../kernel/http.ts'
import type { Runtime } from './runtime.ts'

/** Bodies of these types reach a function as text, all others as base64; Slack's forms are among the others. */
const TEXT_TYPE = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml))(;|$))/

const URL_ID = 'sandboxurl'
const DOMAIN = `${URL_ID}.lambda-url.us-east-1.on.aws`

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Such as `12/Mar/2026:19:03:58 +0000`. */
const toLogTime = (ms: number): string => {
  const iso = new Date(ms).toISOString()
  return `${iso.slice(8, 10)}/${MONTHS[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`
}

/** Payload 2.0: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html */
const toEvent = async (request: Request, path: string, nowMs: number) => {
  const url = new URL(request.url)
  const { cookie, ...headers } = Object.fromEntries(request.headers)
  const bytes = Buffer.from(await request.arrayBuffer())
  const isText = TEXT_TYPE.test(headers['content-type'] ?? '')
  const parameters = [...new Set(url.searchParams.keys())].map(name => [
    name,
    url.searchParams.getAll(name).join(','),
  ])
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*/) }),
    headers: {
      ...headers,
      host: DOMAIN,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    ...(parameters.length > 0 && { queryStringParameters: Object.fromEntries(parameters) }),
    requestContext: {
      accountId: 'anonymous',
      apiId: URL_ID,
      domainName: DOMAIN,
      domainPrefix: URL_ID,
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: toLogTime(nowMs),
      timeEpoch: nowMs,
    },
    ...(bytes.length > 0 && { body: bytes.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: bytes.length > 0 && !isText,
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** What a function returned, as Lambda makes HTTP of it; an answer without `statusCode` is the body itself. */
const toResponse = (result: unknown): Response => {
  if (!isObject(result) || result.statusCode === undefined) {
    return new Response(JSON.stringify(result ?? null), { headers: { 'content-type': 'application/json' } })
  }
  const headers = new Headers({ 'content-type': 'application/json' })
  const given = isObject(result.headers) ? result.headers : {}
  for (const [name, value] of Object.entries(given)) headers.set(name, String(value))
  const cookies = Array.isArray(result.cookies) ? result.cookies : []
  for (const cookie of cookies) headers.append('set-cookie', String(cookie))
  const body = result.body === undefined || result.body === null ? '' : String(result.body)
  const status = Number(result.statusCode)
  const bytes = Buffer.from(body, result.isBase64Encoded === true ? 'base64' : 'utf8')
  const isBodiless = status === 204 || status === 304
  return new Response(isBodiless ? null : new Uint8Array(bytes), { status, headers })
}

const THROTTLED = {
  Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
  Type: 'User',
  message: 'Rate Exceeded.',
}

/** Answers a request as the Function URL of the function would; `mount` is where the URL's root lies. */
export const answerFunctionUrl = async (
  c: Context<NodeEnv>,
  mount: string,
  runtime: Runtime,
  clock: Clock,
): Promise<Response> => {
  if (runtime.isFull()) return Response.json(THROTTLED, { status: 429 })
  const path = c.req.path.slice(mount.length) || '/'
  const event = await toEvent(c.req.raw, path, clock.nowMs())
  const invocation = await runtime.invoke(event, `${c.req.method} ${path}`)
  if (!invocation.ok) return new Response('Internal Server Error', { status: 502 })
  return toResponse(invocation.result)
}
