import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { type Aws, refusalOf, startAws } from './support.ts'

let aws: Aws

beforeAll(async () => {
  aws = await startAws({ seed: false })
})
afterAll(() => aws.close())

test('a bucket is made, and an object put into it comes back as it was', async () => {
  const client = aws.s3Client()
  const object = { Bucket: 'a-new-bucket', Key: 'amiops/ä config.yml' }
  expect(await refusalOf(client.send(new GetObjectCommand(object)))).toMatchObject({ name: 'NoSuchBucket' })
  await client.send(new CreateBucketCommand({ Bucket: object.Bucket }))
  expect(await refusalOf(client.send(new GetObjectCommand(object)))).toMatchObject({ name: 'NoSuchKey' })
  const put = await client.send(new PutObjectCommand({ ...object, Body: 'channels: {}\r\n€' }))
  const got = await client.send(new GetObjectCommand(object))
  expect(await got.Body?.transformToString()).toBe('channels: {}\r\n€')
  expect(got.ETag).toBe(put.ETag)
  const head = await client.send(new HeadObjectCommand(object))
  expect(head).toMatchObject({ ContentLength: 17, ETag: put.ETag })
  expect(await refusalOf(client.send(new CreateBucketCommand({ Bucket: object.Bucket })))).toMatchObject({
    name: 'BucketAlreadyOwnedByYou',
  })
  expect(await refusalOf(client.send(new CreateBucketCommand({ Bucket: 'No_Bucket' })))).toMatchObject({
    name: 'InvalidBucketName',
  })
})

test('an object that is known already is not sent again', async () => {
  const client = aws.s3Client()
  const object = { Bucket: 'held', Key: 'a/text.yml' }
  const { ETag, Body } = await client.send(new GetObjectCommand(object))
  expect(await Body?.transformToString()).toBe('a: 1')
  const again = client.send(new GetObjectCommand({ ...object, IfNoneMatch: ETag }))
  expect(await refusalOf(again)).toMatchObject({ status: 304 })
  await client.send(new PutObjectCommand({ ...object, Body: 'a: 2' }))
  const other = await client.send(new GetObjectCommand({ ...object, IfNoneMatch: ETag }))
  expect(await other.Body?.transformToString()).toBe('a: 2')
})

test('a body in chunks with a checksum behind them is joined', async () => {
  const chunks = '5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKIAANY/20261123/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0'
  await fetch(aws.urlOf('/s3/held/chunks'), {
    method: 'PUT',
    body: chunks,
    headers: { authorization, 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' },
  })
  const { Body } = await aws.s3Client().send(new GetObjectCommand({ Bucket: 'held', Key: 'chunks' }))
  expect(await Body?.transformToString()).toBe('hello world')
})

test('a refusal, a cut connection, and what nobody signed', async () => {
  const read = () => aws.s3Client().send(new GetObjectCommand({ Bucket: 'held', Key: 'a/text.yml' }))
  aws.faults.add({ service: 's3', call: 'GetObject', error: 'AccessDenied' })
  expect(await refusalOf(read())).toMatchObject({ name: 'AccessDenied', status: 403 })
  aws.faults.add({ service: 's3', call: 'GetObject', drop: true })
  await expect(read()).rejects.toThrow()
  expect((await fetch(aws.urlOf('/s3/held/a/text.yml'))).status).toBe(403)
  await read()
})
