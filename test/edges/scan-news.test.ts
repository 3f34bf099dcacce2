import { parseMessage } from '../../src/aws/events/bus-message.ts'

const NOW_MS = Date.UTC(2026, 5, 12, 2)
const IMAGE = 'ami-0abcdef1234567890'

const envelope = (more: object) => ({
  version: '0',
  id: '7bf7f4b1',
  source: 'aws.inspector2',
  account: '111122223333',
  region: 'us-east-1',
  time: '2026-06-12T01:30:00Z',
  resources: [],
  ...more,
})
const read = (json: object) => parseMessage(JSON.stringify(json), NOW_MS)

const complete = (detail: object = {}) =>
  envelope({
    'detail-type': 'Inspector2 OnDemand Scan Complete',
    resources: [IMAGE],
    detail: {
      scanId: '9f1c',
      resourceId: IMAGE,
      resourceType: 'MACHINE_IMAGE',
      scanStatus: 'SUCCESSFUL',
      ...detail,
    },
  })
const NEWS = {
  account: '111122223333',
  region: 'us-east-1',
  id: 'inspector/7bf7f4b1',
  atMs: Date.UTC(2026, 5, 12, 1, 30),
  imageIds: [IMAGE],
}

test.each<[string, object, object]>([
  ['a scan on demand that is over', complete(), { ...NEWS, detailType: 'Inspector2 OnDemand Scan Complete' }],
  [
    'a scan on demand that failed',
    complete({ scanStatus: 'FAILED', scanStatusReason: 'UNSUPPORTED_OS' }),
    { ...NEWS, detailType: 'Inspector2 OnDemand Scan Complete', failed: 'UNSUPPORTED_OS' },
  ],
  [
    'the first scan of a continuous one',
    envelope({
      'detail-type': 'Inspector2 Scan',
      detail: { 'scan-status': 'INITIAL_SCAN_COMPLETE', 'machine-image-id': IMAGE },
    }),
    { ...NEWS, detailType: 'Inspector2 Scan' },
  ],
  [
    'a finding of a scan on demand, by another source',
    envelope({
      source: 'inspector2.ami.ondemand',
      'detail-type': 'OnDemand AMI Scan Findings',
      detail: {
        severity: 'CRITICAL',
        resources: [{ type: 'MACHINE_IMAGE', id: IMAGE, region: 'us-east-1' }],
      },
    }),
    { ...NEWS, detailType: 'OnDemand AMI Scan Findings' },
  ],
  [
    'a finding that names its image by an ARN',
    envelope({
      'detail-type': 'Inspector2 Finding',
      detail: { resources: [{ id: `arn:aws:ec2:us-east-1::image/${IMAGE}` }] },
    }),
    { ...NEWS, detailType: 'Inspector2 Finding' },
  ],
  [
    'a shape that amiops does not know',
    envelope({ 'detail-type': 'Inspector3 Image', detail: { image: { id: IMAGE }, resources: 'all' } }),
    { ...NEWS, imageIds: [], detailType: 'Inspector3 Image' },
  ],
  [
    'an event of something else, from the future',
    envelope({ time: '2027-01-01T00:00:00Z', resources: ['i-087d63509b8c97098'] }),
    { ...NEWS, atMs: NOW_MS, imageIds: [], detailType: 'unknown' },
  ],
])('%s', (_name, json, news) => {
  expect(read(json)).toEqual({ kind: 'scan', news })
})

test('an event without an account or id is unreadable, and says why', () => {
  expect(read({ ...complete(), account: 12 })).toEqual({
    kind: 'unreadable',
    why: expect.stringContaining('account'),
  })
  expect(read({ ...complete(), id: undefined })).toMatchObject({ kind: 'unreadable' })
})

test('an event of another service is none of Amazon Inspector’s', () => {
  expect(read({ ...complete(), source: 'aws.inspector-scan' })).toMatchObject({ kind: 'unreadable' })
})
