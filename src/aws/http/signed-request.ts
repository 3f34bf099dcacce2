import aws4 from 'aws4'
import { type Answer, sendOnce } from '../../http.ts'

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
  /** How often it is tried if AWS fails, or if a kept connection has been closed meanwhile. */
  tries: number
}

/**
 * Asks AWS without an SDK client, which is 300 kB: the public function answers from a cold start.
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
  const { host, pathname, search } = new URL(url)
  const signed = aws4.sign(
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
  return sendOnce({ method, url, headers: textOf(signed.headers), signal, ...(body && { body }) })
}

const textOf = (headers: object = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
