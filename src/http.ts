import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'

export interface HttpCall {
  method: 'GET' | 'POST'
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string
  signal: AbortSignal
}

export interface Answer {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
  /** An empty object where the text is no JSON. */
  body: unknown
}

/**
 * Sends one request. It does not use `fetch`, whose first call takes as long as loading the whole public function, which has to answer
 * from a cold start. @throws if no answer comes
 */
export const sendOnce = ({ method, url, headers = {}, body, signal }: HttpCall): Promise<Answer> => {
  const send = url.startsWith('http:') ? requestPlain : requestTls
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers: { ...headers }, signal }, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          body: parseJson(text),
        })
      })
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
