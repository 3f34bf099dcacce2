import { createHash, randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { parseCaller } from '../caller.ts'
import { readContent } from './body.ts'

export interface S3Options {
  clock: Clock
  faults: Faults
  /** What is there at the start, by bucket and key. */
  objects?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

interface StoredObject {
  content: Buffer
  etag: string
  modifiedAtMs: number
}

type Buckets = Map<string, Map<string, StoredObject>>

export const S3_CALLS = ['CreateBucket', 'GetObject', 'HeadObject', 'PutObject'] as const
type Call = (typeof S3_CALLS)[number]

const MESSAGES: Readonly<Record<string, [status: number, message: string]>> = {
  AccessDenied: [403, 'Access Denied'],
  BucketAlreadyOwnedByYou: [409, 'Your previous request to create the named bucket succeeded.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidBucketName: [400, 'The specified bucket is not valid.'],
  NoSuchBucket: [404, 'The specified bucket does not exist'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NotImplemented: [501, 'A header or query you provided implies functionality that is not implemented.'],
  SlowDown: [503, 'Please reduce your request rate.'],
}

const answer = (
  status: number,
  body: Buffer | string | null,
  headers: Record<string, string> = {},
): Response =>
  new Response(typeof body === 'string' || body === null ? body : new Uint8Array(body), {
    status,
    headers: { 'x-amz-request-id': randomUUID(), ...headers },
  })

/** The answer to a HEAD has no body, so it says no code either. */
const refuse = (call: Call, code: string, said?: string): Response => {
  const [status, message] = MESSAGES[code] ?? [400, code]
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${said ?? message}</Message><RequestId>${randomUUID()}</RequestId></Error>`
  return answer(status, call === 'HeadObject' ? null : body, { 'content-type': 'application/xml' })
}

const store = (content: Buffer, modifiedAtMs: number): StoredObject => ({
  content,
  etag: `"${createHash('md5').update(content).digest('hex')}"`,
  modifiedAtMs,
})

const callOf = (method: string, key: string): Call | undefined => {
  if (method === 'PUT') return key === '' ? 'CreateBucket' : 'PutObject'
  if (key === '') return undefined
  return method === 'GET' ? 'GetObject' : method === 'HEAD' ? 'HeadObject' : undefined
}

const give = (
  { content, etag, modifiedAtMs }: StoredObject,
  call: Call,
  known: string | undefined,
): Response => {
  const headers = { etag, 'last-modified': new Date(modifiedAtMs).toUTCString() }
  if (known === etag) return answer(304, null, headers)
  const length = { 'content-length': String(content.length), 'content-type': 'binary/octet-stream' }
  return answer(200, call === 'HeadObject' ? null : content, { ...headers, ...length })
}

/** Buckets and objects, whole: the way of addressing is the path. */
export const createS3 = ({ clock, faults, objects = {} }: S3Options): Hono<NodeEnv> => {
  const startedAtMs = clock.nowMs()
  const buckets: Buckets = new Map(
    Object.entries(objects).map(([bucket, texts]) => [
      bucket,
      new Map(Object.entries(texts).map(([key, text]) => [key, store(Buffer.from(text), startedAtMs)])),
    ]),
  )

  const act = async (c: Context<NodeEnv>, call: Call, bucket: string, key: string): Promise<Response> => {
    if (!parseCaller(c.req.header('authorization'))) return refuse(call, 'AccessDenied')
    const held = buckets.get(bucket)
    if (call === 'CreateBucket') {
      if (held) return refuse(call, 'BucketAlreadyOwnedByYou')
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return refuse(call, 'InvalidBucketName')
      buckets.set(bucket, new Map())
      return answer(200, null, { location: `/${bucket}` })
    }
    if (!held) return refuse(call, 'NoSuchBucket')
    if (call === 'PutObject') {
      const stored = store(await readContent(c.req.raw), clock.nowMs())
      held.set(key, stored)
      return answer(200, null, { etag: stored.etag })
    }
    const found = held.get(key)
    return found ? give(found, call, c.req.header('if-none-match')) : refuse(call, 'NoSuchKey')
  }

  const app = new Hono<NodeEnv>()
  app.all('/:bucket/:key{.*}?', async c => {
    const { bucket = '', key = '' } = c.req.param()
    const call = callOf(c.req.method, key)
    if (!call) return refuse('GetObject', 'NotImplemented')
    const outcome = await withFault(faults.take('s3', call), clock, () => act(c, call, bucket, key))
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') return cutConnection(c)
    return refuse(call, outcome.fault.error ?? 'InternalError', outcome.fault.message)
  })
  return app
}
