import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { sign } from 'aws4'

/** What signing a request to AWS takes. */
export interface Signing {
  region: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

export interface SignedRequest {
  service: string
  method: 'GET' | 'POST'
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string
  signal: AbortSignal
  /** How often it is tried, where AWS is in trouble or a kept connection has died meanwhile. */
  tries: number
}

export interface Answer {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  /** An empty object where the body is no JSON. */
  body: unknown
}

/**
 * Asks AWS without an SDK client, which is 300 kB, and without `fetch`, whose first call alone takes as long as loading all
 * of the door: the door answers from a cold start.
 */
export const requestSigned = async (signing: Signing, request: SignedRequest): Promise<Answer> => {
  const { tries, signal } = request
  for (let tried = 1; ; tried++) {
    const isLast = tried >= tries
    try {
      const answer = await requestOnce(signing, request)
      if (isLast || !isPassing(answer.status)) return answer
    } catch (error) {
      if (isLast || signal.aborted) throw error
    }
  }
}

const isPassing = (status: number): boolean => status >= 500 || status === 429

const requestOnce = (
  { region, ...credentials }: Signing,
  { service, method, url, headers, body, signal }: SignedRequest,
): Promise<Answer> => {
  const { protocol, host, pathname, search } = new URL(url)
  const signed = sign(
    {
      service,
      region,
      host,
      method,
      path: pathname + search,
      headers: { ...headers },
      ...(body && { body }),
    },
    credentials,
  )
  const send = protocol === 'http:' ? requestPlain : requestTls
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers: signed.headers, signal }, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: parseJson(Buffer.concat(chunks).toString()),
        }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
