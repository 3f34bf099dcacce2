import { DescribeSnapshotsCommand } from '@aws-sdk/client-ec2'
import type { Account } from '../../domain/config.ts'
import { accountName } from '../../domain/config.ts'
import type { ImageFacts, ImageRef } from '../../domain/image.ts'
import type { Finding } from '../../domain/impact.ts'
import { accountOfKey } from '../../domain/key-access.ts'
import type { SnapshotKey } from '../../domain/launchability.ts'
import type { Launchability } from '../../ports.ts'
import type { Ec2Clients } from '../ec2/ec2-clients.ts'
import { inBatches } from '../ec2/uses/asking.ts'
import { ask, CannotTell, find } from '../ec2/uses/finding.ts'
import { readAllowedImages } from './allowed-images.ts'
import type { ReadKey } from './read-key.ts'

/** A person waits for the form. */
const LOOK_AT_MOST_MS = 10_000

export interface LaunchabilityNeeds {
  accounts: readonly Account[]
  ec2Clients: Pick<Ec2Clients, 'forReading'>
  readKey: ReadKey
}

/** Reads keys and Allowed AMIs with what each account lets amiops read. */
export const createLaunchability = ({ accounts, ec2Clients, readKey }: LaunchabilityNeeds): Launchability => {
  /** "amiops lacks kms:GetKeyPolicy in staging" */
  const findIn = async <T>(account: string, look: () => Promise<T>): Promise<Finding<T>> => {
    const finding = await find(look)
    const missing = finding.known ? undefined : /permission (\S+) is missing/.exec(finding.why)?.[1]
    return missing === undefined
      ? finding
      : { known: false, why: `amiops lacks ${missing} in ${accountName({ accounts }, account)}` }
  }
  const isConfigured = (account: string): boolean => accounts.some(({ id }) => id === account)

  const keyIdsOf = async (image: ImageRef, SnapshotIds: string[]): Promise<string[]> => {
    const client = await ec2Clients.forReading(image.account, image.region)
    const { Snapshots = [] } = await ask('ec2:DescribeSnapshots', () =>
      client.send(new DescribeSnapshotsCommand({ SnapshotIds }), {
        abortSignal: AbortSignal.timeout(LOOK_AT_MOST_MS),
      }),
    )
    const arns = Snapshots.flatMap(({ KmsKeyId }) => KmsKeyId ?? [])
    if (Snapshots.length < SnapshotIds.length || arns.length < Snapshots.length)
      throw new CannotTell('EC2 does not name the key of each snapshot')
    return [...new Set(arns)]
  }

  const readKeyIn = async (arn: string, imageAccount: string): Promise<SnapshotKey> => {
    const account = accountOfKey(arn)
    if (account === undefined) return { arn, key: { known: false, why: 'its KMS key has no account' } }
    if (account !== imageAccount && !isConfigured(account))
      return {
        arn,
        key: { known: false, why: `its KMS key belongs to account ${account}, which isn’t configured` },
      }
    return { arn, key: await findIn(account, () => readKey(arn)) }
  }

  return {
    async keys(image, { snapshots }: Pick<ImageFacts, 'snapshots'>) {
      const encrypted = snapshots.filter(one => one.encrypted).map(({ snapshotId }) => snapshotId)
      if (encrypted.length === 0) return { known: true, value: [] }
      const arns = await findIn(image.account, () => keyIdsOf(image, encrypted))
      if (!arns.known) return arns
      return { known: true, value: await inBatches(arns.value, arn => readKeyIn(arn, image.account)) }
    },
    async allowedImages(region, asked) {
      const known = asked.filter(isConfigured)
      const read = await inBatches(known, async account => {
        const options = { abortSignal: AbortSignal.timeout(LOOK_AT_MOST_MS) }
        const finding = await findIn(account, async () =>
          readAllowedImages(await ec2Clients.forReading(account, region), options),
        )
        return [account, finding] as const
      })
      return new Map(read)
    },
  }
}
