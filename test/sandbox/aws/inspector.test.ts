import { accessKeyIdOf } from '../../../sandbox/aws/caller.ts'
import { createStartScan } from '../../../src/aws/inspector/start-scan.ts'
import { type Aws, startAws } from './support.ts'

let aws: Aws
beforeEach(async () => {
  aws = await startAws()
})
afterEach(() => aws.close())

const scan = (imageId: string, account = '123456789012') =>
  createStartScan(aws.urlOf('/inspector2'))(
    { account, region: 'us-east-1', imageId },
    { accessKeyId: accessKeyIdOf(account), secretAccessKey: 'any' },
  )

test('a scan on demand ends with its event, and EC2 shows what it found; one at a time', async () => {
  const stored = aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith('bastion'))
  const imageId = stored?.image.ImageId ?? ''
  expect(await scan(imageId)).toEqual({ kind: 'accepted', requestId: expect.any(String) })
  expect(await scan(imageId)).toMatchObject({ kind: 'refused', code: 'ConflictException' })
  expect(stored?.scan).toBeUndefined()
  await aws.clock.advance(61_000)
  expect(stored?.scan?.found.map(({ severity }) => severity)).toEqual(['medium', 'low'])
  expect(aws.emitted.at(-1)).toMatchObject({
    source: 'aws.inspector2',
    'detail-type': 'Inspector2 OnDemand Scan Complete',
    resources: [imageId],
    detail: { scanStatus: 'SUCCESSFUL', findingSeverityCounts: { CRITICAL: 0, MEDIUM: 1, TOTAL: 2 } },
  })
})

test('only the owner of an image can have it scanned; a fault comes as it is', async () => {
  const imageId =
    aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith('payments'))?.image.ImageId ?? ''
  expect(await scan(imageId, '345678901234')).toMatchObject({
    kind: 'refused',
    code: 'AccessDeniedException',
  })
  expect(await scan('snap-1')).toMatchObject({ kind: 'refused', code: 'ValidationException' })
  aws.faults.add({ service: 'inspector2', call: 'StartOnDemandScan', error: 'InternalServerException' })
  expect(await scan(imageId)).toMatchObject({ kind: 'unknown', reason: 'InternalServerException' })
})
