import type { Account } from '../../../domain/config.ts'
import type { ImageRef } from '../../../domain/image.ts'
import type { FactsForImpact, PendingImpact } from '../../../domain/impact.ts'
import type { References, Uses } from '../../../ports.ts'
import type { createAutoScalingClients } from '../auto-scaling-clients.ts'
import type { Ec2Clients } from '../ec2-clients.ts'
import type { ReadRecycleBinRules } from '../recycle-bin-rules.ts'
import type { Asking } from './asking.ts'
import { findAutoScaling } from './auto-scaling.ts'
import { countInstances } from './count-instances.ts'
import { find } from './finding.ts'
import { findInstances } from './instances.ts'
import { findLaunchTemplates } from './launch-templates.ts'
import { findReferences, listReferences } from './references.ts'
import { findRetention } from './retention.ts'
import { findSharing } from './sharing.ts'
import { findSnapshots } from './snapshots.ts'
import { createLaunches, listNewestVersions } from './template-versions.ts'

export interface UsesNeeds {
  /** Those that may run the image. */
  accounts: readonly Account[]
  ec2Clients: Ec2Clients
  autoScalingClientFor: ReturnType<typeof createAutoScalingClients>
  readRecycleBinRules: ReadRecycleBinRules
}

/** A person waits for the form: parts that are missing by then are unknown. */
const LOOK_AT_MOST_MS = 20_000
/** A list is not held up for longer by an account that does not answer. */
const LIST_AT_MOST_MS = 3_000

/** Everything that a change of an image could break, all of it asked for at once. */
export const createUses = ({
  accounts,
  ec2Clients,
  autoScalingClientFor,
  readRecycleBinRules,
}: UsesNeeds): Uses & References => ({
  references: ({ account, region }, imageIds) =>
    find(async () =>
      listReferences(await ec2Clients.forReading(account, region), imageIds, {
        abortSignal: AbortSignal.timeout(LIST_AT_MOST_MS),
      }),
    ),

  look(image: ImageRef, facts: FactsForImpact): PendingImpact {
    const options = { abortSignal: AbortSignal.timeout(LOOK_AT_MOST_MS) }
    const asking: Promise<Asking> = ec2Clients
      .forReading(image.account, image.region)
      .then(ec2 => ({ image, facts, ec2, options }))
    // Asked for once, for the three parts that need them.
    const newest = asking.then(listNewestVersions)
    const launches = asking.then(createLaunches)
    // A failure is thrown where the part is awaited; before that it must not count as unhandled.
    for (const promise of [newest, launches]) promise.catch(() => {})
    const instances = asking.then(findInstances)
    const others = accounts.filter(({ id }) => id !== image.account)
    return {
      references: find(async () =>
        findReferences(await asking, {
          instances: instances.catch(() => undefined),
          newest: newest.catch(() => undefined),
        }),
      ),
      instances: find(() => instances),
      launchTemplates: find(async () => findLaunchTemplates(await newest, await launches)),
      autoScaling: find(async () =>
        findAutoScaling(await asking, {
          clientFor: autoScalingClientFor,
          newest: await newest,
          launches: await launches,
        }),
      ),
      otherAccounts: find(() => countInstances(image, others, ec2Clients, options)),
      sharing: find(async () => findSharing(await asking)),
      snapshots: find(async () => findSnapshots(await asking)),
      retention: find(async () => findRetention(await asking, readRecycleBinRules)),
    }
  },
})
