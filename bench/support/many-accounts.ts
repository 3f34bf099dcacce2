import type { StoredImage } from '../../sandbox/aws/ec2/fleet.ts'

/** A company with five accounts in four regions each: 20 places that EC2 lists by themselves. */
const ACCOUNTS = ['123456789012', '210987654321', '345678901234', '456789012345', '567890123456']
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2']

export const PLACES = ACCOUNTS.flatMap(account => REGIONS.map(region => ({ account, region })))

/** Its config; each role that it names exists in the sandbox. */
export const manyAccounts = (): string => `
channels: { fallback: ami-alerts }
accounts:
${ACCOUNTS.map(
  (id, at) =>
    `  - { id: '${id}', regions: [${REGIONS.join(', ')}]${at === 0 ? '' : `, role: 'arn:aws:iam::${id}:role/amiops-act', readRole: 'arn:aws:iam::${id}:role/amiops-read'`} }`,
).join('\n')}
`

/** Moves images to all of its places. */
export const spreadOver = (images: readonly StoredImage[]): void => {
  for (const [at, stored] of images.entries()) {
    stored.account = ACCOUNTS[at % ACCOUNTS.length] ?? stored.account
    stored.region = REGIONS[(at >> 3) % REGIONS.length] ?? stored.region
    stored.image.OwnerId = stored.account
  }
}
