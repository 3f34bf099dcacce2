import type { AccountRegion } from '../../domain/alias.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { imageKey } from '../../domain/image.ts'
import { keyStatements } from '../../domain/key-statements.ts'
import { type Copy, launchFault, launchGap } from '../../domain/promotion.ts'
import { NOBODY } from '../../domain/sharing.ts'
import type { Launchability } from '../../ports.ts'
import { gatherLaunches, type LaunchNeeds } from '../steps/gather-launchability.ts'

/** Why an account cannot launch a copy; or why that is unknown. */
interface SeenLaunch {
  fault?: string
  gap?: string
}

/** Looks up whether the account of a place could launch the copy that was chosen for it; the account's own copy counts as launchable. */
export type SeeLaunch = (place: AccountRegion, copy: Copy) => Promise<SeenLaunch>

/** For one form: the keys of an image are read once, for all places that get it. */
export const createSeeLaunch = ({
  launchability,
  clock,
  config,
}: LaunchNeeds & { config: Config }): SeeLaunch => {
  const keys = new Map<string, ReturnType<Launchability['keys']>>()
  const remembering: Launchability = {
    ...launchability,
    keys(image, facts) {
      const read = keys.get(imageKey(image)) ?? launchability.keys(image, facts)
      keys.set(imageKey(image), read)
      return read
    },
  }
  return async ({ account }, { image, facts }) => {
    if (image.account === account) return {}
    // Its access was read when the copy was chosen.
    const { launches, known } = await gatherLaunches(
      { launchability: remembering, clock },
      image,
      facts,
      { known: true, value: NOBODY },
      [{ launcher: { kind: 'account', id: account }, getsAccess: true }],
    )
    const [launch] = launches
    if (!launch) return {}
    const statements = keyStatements(known, launches)
    const fault = launchFault(launch, statements, id => accountName(config, id))
    const gap = launchGap(launch)
    return { ...(fault !== undefined && { fault }), ...(gap !== undefined && { gap }) }
  }
}
