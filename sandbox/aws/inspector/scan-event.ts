import { randomUUID } from 'node:crypto'
import type { StoredImage } from '../ec2/fleet.ts'
import type { Scan } from '../ec2/scan.ts'
import { type Envelope, toEventTime } from '../envelope.ts'

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'] as const

/** https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html */
export const scanCompleteEvent = (
  { account, region, image }: StoredImage,
  scan: Scan,
  scanId: string,
): Envelope => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Inspector2 OnDemand Scan Complete',
  source: 'aws.inspector2',
  account,
  time: toEventTime(scan.atMs),
  region,
  resources: [image.ImageId],
  detail: {
    scanId,
    awsAccountId: account,
    resourceId: image.ImageId,
    resourceType: 'MACHINE_IMAGE',
    scanStatus: 'SUCCESSFUL',
    completedAt: new Date(scan.atMs).toISOString(),
    findingSeverityCounts: {
      ...Object.fromEntries(
        SEVERITIES.map(one => [
          one.toUpperCase(),
          scan.found.filter(({ severity }) => severity === one).length,
        ]),
      ),
      UNTRIAGED: 0,
      TOTAL: scan.found.length,
    },
    version: '1.0',
  },
})
