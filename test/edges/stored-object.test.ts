import { PutObjectCommand } from '@aws-sdk/client-s3'
import { createReadStoredText } from '../../src/aws/http/stored-object.ts'
import { type Aws, startAws } from '../sandbox/aws/support.ts'

const SIGNING = { region: 'us-east-1', accessKeyId: 'AKIATEST', secretAccessKey: 'test' }

let aws: Aws

beforeAll(async () => {
  aws = await startAws({ seed: false })
})
afterAll(() => aws.close())
beforeEach(() => aws.faults.clear())

const reader = (key = 'a/text.yml', bucket = 'held') =>
  createReadStoredText(SIGNING, aws.urlOf('/s3'), { bucket, key })

test('a text with its ETag, then nothing until it has changed', async () => {
  const read = reader()
  const first = await read(undefined)
  if (first.kind !== 'text') throw new Error('Expected a text.')
  expect(first.text).toBe('a: 1')
  expect(await read(first.etag)).toEqual({ kind: 'unchanged' })
  await aws.s3Client().send(new PutObjectCommand({ Bucket: 'held', Key: 'a/text.yml', Body: 'a: "é"' }))
  expect(await read(first.etag)).toMatchObject({ kind: 'text', text: 'a: "é"' })
})

test.each([
  ['no such object', 'nothing', 'held', /NoSuchKey.*Is it there, and may the function/],
  ['no such bucket', 'a', 'nowhere', /NoSuchBucket/],
])('%s', async (_what, key, bucket, words) => {
  await expect(reader(key, bucket)(undefined)).rejects.toThrow(words)
})

test('a refusal says what S3 says; an error that passes is tried once more', async () => {
  aws.faults.add({ service: 's3', call: 'GetObject', error: 'AccessDenied' })
  await expect(reader()(undefined)).rejects.toThrow(/AccessDenied.*s3:GetObject/)
  aws.faults.add({ service: 's3', call: 'GetObject', error: 'InternalError' })
  expect(await reader()(undefined)).toMatchObject({ kind: 'text' })
  aws.faults.add({ service: 's3', call: 'GetObject', error: 'SlowDown', times: 2 })
  await expect(reader()(undefined)).rejects.toThrow('SlowDown')
})
