import { DescribeImagesCommand, type EC2Client, paginateGetImageFindings } from '@aws-sdk/client-ec2'
import { accessKeyIdOf } from '../../../../sandbox/aws/caller.ts'
import { type Aws, startAws } from '../support.ts'

let aws: Aws
let client: EC2Client

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
  aws.ec2.configure({ throttling: false })
})
afterEach(() => aws.close())

const imageWith = (isIt: (description: string | undefined) => boolean): string => {
  const found = aws.ec2.fleet.images.find(
    ({ image, region }) =>
      region === 'us-east-1' && image.Name.startsWith('payments-base') && isIt(image.Description),
  )
  if (!found) throw new Error('Expected such an image.')
  return found.image.ImageId
}

const scanOf = async (imageId: string, from = client) =>
  (await from.send(new DescribeImagesCommand({ ImageIds: [imageId] }))).Images?.[0]?.ScanResults

const findingsOf = async (ImageId: string, from = client) => {
  const pages = []
  for await (const { ImageFindings = [] } of paginateGetImageFindings(
    { client: from, pageSize: 2 },
    { ImageId },
  ))
    pages.push(ImageFindings)
  return pages
}

test("a scan's results are shown with the image, and finding by finding, page by page", async () => {
  const bad = imageWith(description => description?.startsWith('Drops') === true)
  const scan = await scanOf(bad)
  expect(scan).toMatchObject({ HighestFindingSeverityLabel: 'critical', FindingScanDate: expect.any(Date) })
  const days = (aws.clock.nowMs() - (scan?.CriticalFixAvailableSince?.getTime() ?? 0)) / 86_400_000
  expect(Math.round(days)).toBe(9)
  expect(scan?.MediumFixAvailableSince).toBeUndefined()
  const pages = await findingsOf(bad)
  expect(pages.map(page => page.length)).toEqual([2, 2, 1])
  expect(pages.flat()[0]).toMatchObject({
    Title: 'CVE-2026-41907 - openssl',
    SeverityLabel: 'critical',
    Score: 9.8,
    FixAvailable: true,
    FirstObservedAt: expect.any(Date),
    Paths: ['/usr/lib64/libssl.so.3'],
    SnapshotId: expect.stringMatching(/^snap-/),
  })
  expect(pages.flat()[1]).toMatchObject({ FixAvailable: false })
})

test('an image that was not scanned has no results and no findings; another account sees those of an image that it can launch', async () => {
  const unscanned =
    aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith('bastion'))?.image.ImageId ?? ''
  expect(await scanOf(unscanned)).toBeUndefined()
  expect(await findingsOf(unscanned)).toEqual([[]])
  const bad = imageWith(description => description?.startsWith('Drops') === true)
  const staging = aws.ec2Client('us-east-1', accessKeyIdOf('345678901234'))
  expect(await scanOf(bad, staging)).toMatchObject({ HighestFindingSeverityLabel: 'critical' })
  expect((await findingsOf(bad, staging)).flat()).toHaveLength(5)
})
