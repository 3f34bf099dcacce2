import { createFindings } from '../../src/aws/ec2/findings.ts'
import { createImages } from '../../src/aws/ec2/images.ts'
import { type Aws, startAws } from '../sandbox/aws/support.ts'
import { openEverySession } from '../support/sessions.ts'

let aws: Aws
beforeEach(async () => {
  aws = await startAws()
  aws.ec2.configure({ throttling: false })
})
afterEach(() => aws.close())

const open = () => {
  const client = aws.ec2Client()
  const clients = { forReading: async () => client, forSession: () => client }
  const accounts = [{ id: '123456789012', alias: 'production', regions: ['us-east-1'] }]
  return {
    images: createImages(clients, {
      openSession: openEverySession,
      startScan: async () => ({ kind: 'accepted' }),
    }),
    findings: createFindings(accounts, clients),
  }
}

const imageNamed = (isIt: (name: string, description: string) => boolean) => {
  const found = aws.ec2.fleet.images.find(
    ({ image, region }) => region === 'us-east-1' && isIt(image.Name, image.Description ?? ''),
  )
  return { account: '123456789012', region: 'us-east-1', imageId: found?.image.ImageId ?? '' }
}

test('the last scan is a fact of the image; its findings are read by a call of their own', async () => {
  const { images, findings } = open()
  const bad = imageNamed((_name, description) => description.startsWith('Drops'))
  const unscanned = imageNamed(name => name.startsWith('bastion'))
  const facts = await images.describe(bad.account, bad.region, [bad.imageId, unscanned.imageId])
  const scan = facts.get(bad.imageId)?.scan
  expect(scan).toMatchObject({ highest: 'critical', scannedAtMs: expect.any(Number) })
  expect(Object.keys(scan?.fixSinceMs ?? {}).sort()).toEqual(['critical', 'high'])
  expect(facts.get(unscanned.imageId)).not.toHaveProperty('scan')
  const found = await findings.read(bad)
  expect(found.known && found.value.findings[0]).toEqual({
    title: 'CVE-2026-41907 - openssl',
    severity: 'critical',
    score: 9.8,
    hasFix: true,
    firstSeenAtMs: expect.any(Number),
  })
  expect(await findings.read(unscanned)).toEqual({ known: true, value: { findings: [] } })
})

test('a permission that is missing is named, with the account', async () => {
  aws.faults.add({ service: 'ec2', call: 'GetImageFindings', error: 'UnauthorizedOperation' })
  expect(await open().findings.read(imageNamed(name => name.startsWith('bastion')))).toEqual({
    known: false,
    why: 'amiops lacks ec2:GetImageFindings in production',
  })
})
