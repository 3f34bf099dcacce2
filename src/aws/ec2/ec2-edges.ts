import type { Account } from '../../domain/config.ts'
import type { Findings, Images, Instances, Launchability, References, Uses } from '../../ports.ts'
import type { Signing } from '../http/signed-request.ts'
import { createStartScan } from '../inspector/start-scan.ts'
import { createLaunchability } from '../launchability/launchability.ts'
import { createReadKey } from '../launchability/read-key.ts'
import type { OpenSession } from '../sts/actor-sessions.ts'
import type { CredentialsOf } from './account-credentials.ts'
import { createAutoScalingClients } from './auto-scaling-clients.ts'
import { createEc2Clients } from './ec2-clients.ts'
import { createFindings } from './findings.ts'
import { createImages } from './images.ts'
import { createInstances } from './instances.ts'
import { createReadRecycleBinRules } from './recycle-bin-rules.ts'
import { createUses } from './uses/uses.ts'

export interface Ec2Edges {
  images: Images
  uses: Uses & References
  instances: Instances
  launchability: Launchability
  findings: Findings
}

/** All that asks EC2, and KMS about the keys of images, with one set of clients and credentials. */
export const createEc2Edges = (
  accounts: readonly Account[],
  credentialsOf: CredentialsOf,
  openSession: OpenSession,
  signing: Signing,
  recycleBinEndpoint: string | undefined,
  kmsEndpoint: string | undefined,
  inspectorEndpoint: string | undefined,
  readingAttempts?: number,
): Ec2Edges => {
  const ec2Clients = createEc2Clients(credentialsOf, readingAttempts)
  return {
    images: createImages(ec2Clients, { openSession, startScan: createStartScan(inspectorEndpoint) }),
    instances: createInstances(ec2Clients, accounts),
    findings: createFindings(accounts, ec2Clients),
    launchability: createLaunchability({
      accounts,
      ec2Clients,
      readKey: createReadKey(signing, credentialsOf, kmsEndpoint),
    }),
    uses: createUses({
      accounts,
      ec2Clients,
      autoScalingClientFor: createAutoScalingClients(credentialsOf),
      readRecycleBinRules: createReadRecycleBinRules(signing, credentialsOf, recycleBinEndpoint),
    }),
  }
}
