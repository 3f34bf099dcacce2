import type { Account } from '../../../domain/config.ts'
import type { ImageRef } from '../../../domain/image.ts'
import {
  type FactsForImpact,
  type Finding,
  IMPACT_PARTS,
  type ImpactPart,
  NOT_LOOKED_UP,
  type PendingImpact,
} from '../../../domain/impact.ts'
import type { References, Uses } from '../../../ports.ts'
import type { createAutoScalingClients } from '../auto-scaling-clients.ts'
import type { Ec2Clients } from '../ec2-clients.ts'
import type { ReadRecycleBinRules } from '../recycle-bin-rules.ts'
import type { Asking } from './asking.ts'
import { listAutoScaling } from './auto-scaling.ts'
import { countInstances } from './count-instances.ts'
import { find } from './finding.ts'
import { findInstances } from './instances.ts'
import { findLaunchTemplates } from './launch-templates.ts'
import { findReferences, listReferences } from './references.ts'
import { findRetention, listRetentions } from './retention.ts'
import { findSharing } from './sharing.ts'
import { findSnapshots } from './snapshots.ts'
import { createImageOf, createLaunches, listNewestVersions } from './template-versions.ts'
import { listTemplatesOf } from './templates-of-parameters.ts'

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

/** Looks up everything that a change of an image could break, all parts at the same time. */
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

  retentions: (place, images) =>
    find(async () =>
      listRetentions(
        {
          place,
          ec2: await ec2Clients.forReading(place.account, place.region),
          options: { abortSignal: AbortSignal.timeout(LOOK_AT_MOST_MS) },
        },
        images,
        readRecycleBinRules,
      ),
    ),

  async autoScalingOf(place, imageIds) {
    const listed = await find(async () => {
      const ec2 = await ec2Clients.forReading(place.account, place.region)
      const asking = { ec2, place, options: { abortSignal: AbortSignal.timeout(LOOK_AT_MOST_MS) } }
      const newest = await listNewestVersions(asking)
      return listAutoScaling(asking, {
        clientFor: autoScalingClientFor,
        newest,
        imageOf: createImageOf(asking),
      })
    })
    const findings = imageIds.map(
      async imageId =>
        [imageId, listed.known ? await find(async () => listed.value(imageId)) : listed] as const,
    )
    return new Map(await Promise.all(findings))
  },

  launchTemplatesOf: ({ account, region }, parameters) =>
    find(async () =>
      listTemplatesOf(await ec2Clients.forReading(account, region), parameters, {
        abortSignal: AbortSignal.timeout(LIST_AT_MOST_MS),
      }),
    ),

  look(image: ImageRef, facts: FactsForImpact, parts: readonly ImpactPart[] = IMPACT_PARTS): PendingImpact {
    const options = { abortSignal: AbortSignal.timeout(LOOK_AT_MOST_MS) }
    const asking: Promise<Asking> = ec2Clients
      .forReading(image.account, image.region)
      .then(ec2 => ({ image, facts, ec2, options }))
    // A failure is thrown where the part is awaited; before that it must not count as unhandled.
    asking.catch(() => {})
    // Each list is read once, for all parts that need it.
    const newest = once(() => asking.then(listNewestVersions))
    const imageOf = once(() => asking.then(createImageOf))
    const instances = once(() => asking.then(findInstances))
    const others = accounts.filter(({ id }) => id !== image.account)
    const part = <Value>(name: ImpactPart, ask: () => Promise<Value>): Promise<Finding<Value>> =>
      parts.includes(name) ? find(ask) : Promise.resolve(NOT_LOOKED_UP)
    return {
      references: part('references', async () =>
        findReferences(await asking, {
          instances: instances().catch(() => undefined),
          newest: newest().catch(() => undefined),
        }),
      ),
      instances: part('instances', instances),
      launchTemplates: part('launchTemplates', async () =>
        findLaunchTemplates(await newest(), createLaunches(image.imageId, await imageOf())),
      ),
      autoScaling: part('autoScaling', async () => {
        const usesOf = await listAutoScaling(
          { ...(await asking), place: image },
          { clientFor: autoScalingClientFor, newest: await newest(), imageOf: await imageOf() },
        )
        return usesOf(image.imageId)
      }),
      otherAccounts: part('otherAccounts', () => countInstances(image, others, ec2Clients, options)),
      sharing: part('sharing', async () => findSharing(await asking)),
      snapshots: part('snapshots', async () => findSnapshots(await asking)),
      retention: part('retention', async () => findRetention(await asking, readRecycleBinRules)),
    }
  },
})

const once = <Value>(ask: () => Promise<Value>): (() => Promise<Value>) => {
  let asked: Promise<Value> | undefined
  return () => {
    asked ??= ask()
    return asked
  }
}
