import type { ImageFacts, ImageRef } from '../../domain/image.ts'
import type { Finding } from '../../domain/impact.ts'
import { decideLaunch, type Launch, type LaunchFacts, type LaunchWish } from '../../domain/launchability.ts'
import { launchersOf } from '../../domain/launcher.ts'
import type { Sharing } from '../../domain/sharing.ts'
import { allOf } from '../../in-parallel.ts'
import type { Clock, Launchability } from '../../ports.ts'

export interface LaunchNeeds {
  launchability: Launchability
  clock: Clock
}

/** The most accounts that are asked for their Allowed AMIs; for the others it is unknown. */
const ASKED = 20

/**
 * Looks up what decides whether others could launch an image: the keys of its snapshots, and what the accounts allow.
 *
 * @param sharing who may launch it by its launch permissions
 * @param wishes who would launch it, and where; without it, everybody with access
 * @returns whether each of them could; never throws: what can't be found out is unknown
 */
export const gatherLaunches = async (
  { launchability, clock }: LaunchNeeds,
  image: ImageRef,
  facts: ImageFacts,
  sharing: Finding<Sharing>,
  wishes: readonly LaunchWish[] = sharing.known
    ? launchersOf(sharing.value).map(launcher => ({ launcher }))
    : [],
): Promise<{ launches: readonly Launch[]; known: LaunchFacts }> => {
  const accounts = wishes.flatMap(({ launcher }) =>
    launcher.kind === 'account' && launcher.id !== image.account ? [launcher.id] : [],
  )
  const [keys, allowed] = await allOf([
    launchability.keys(image, facts),
    launchability.allowedImages(image.region, [...new Set(accounts)].slice(0, ASKED)),
  ])
  const known: LaunchFacts = { image, facts, sharing, keys, allowed }
  return { launches: wishes.map(wish => decideLaunch(known, wish, clock.nowMs())), known }
}
