import { partitionOf } from '../../domain/regions.ts'
import { requestSigned, type Signing } from './signed-request.ts'

export interface StoredObject {
  bucket: string
  key: string
}

const TIMEOUT_MS = 5_000

/** A bucket is a part of the host name; elsewhere than in AWS, of the path. */
const addressOf = ({ bucket, key }: StoredObject, region: string, endpoint: string | undefined): string =>
  endpoint === undefined
    ? `https://${bucket}.s3.${region}.${partitionOf(region).dnsSuffix}/${key}`
    : `${endpoint}/${bucket}/${key}`

const explain = (status: number, code: string): string =>
  status === 403 || status === 404
    ? `${code}. Is it there, and may the function's role s3:GetObject it?`
    : code

/**
 * Reads a text that is an object in S3. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 *
 * @returns a function of the ETag that was read last; tried twice, within five seconds; rejects with S3's own code where S3
 * refuses, and where no answer comes in time
 */
export const createReadStoredText =
  (signing: Signing, endpoint: string | undefined, object: StoredObject) =>
  async (
    etag: string | undefined,
  ): Promise<{ kind: 'unchanged' } | { kind: 'text'; text: string; etag: string }> => {
    const { status, headers, text } = await requestSigned(signing, {
      service: 's3',
      method: 'GET',
      url: addressOf(object, signing.region, endpoint),
      headers: etag === undefined ? {} : { 'if-none-match': etag },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      tries: 2,
    })
    if (status === 304) return { kind: 'unchanged' }
    if (status === 200) return { kind: 'text', text, etag: String(headers.etag ?? '') }
    throw new Error(explain(status, /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? `HTTP ${status}`))
  }
