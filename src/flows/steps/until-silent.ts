import type { AccountRegion } from '../../domain/alias.ts'
import { placeKey } from '../../domain/fleet.ts'
import { isSilence } from '../../domain/place.ts'
import type { Aliases, Images } from '../../ports.ts'

/** Asks an account and region. */
type AskPlace = <Answer>(place: AccountRegion, call: () => Promise<Answer>) => Promise<Answer>

/**
 * An account and region that did not answer once is not asked again: each further call ends at once with the same error. For one batch,
 * in which many images of one account would each wait for its timeouts, and all other accounts with them.
 */
const createAskUntilSilent = (): AskPlace => {
  const silent = new Map<string, unknown>()
  return async (where, call) => {
    const place = placeKey(where)
    if (silent.has(place)) throw silent.get(place)
    try {
      return await call()
    } catch (error) {
      if (isSilence(error)) silent.set(place, error)
      throw error
    }
  }
}

type Looks = Pick<Images, 'describe' | 'search' | 'sharing' | 'publicAccess' | 'snapshotSharing' | 'recycled'>

/** EC2 in accounts and regions, each as long as it answers. */
export const imagesUntilSilent = <Asked extends Looks>(images: Asked): Asked => {
  const ask = createAskUntilSilent()
  const looks: Looks = {
    describe: (account, region, ids) => ask({ account, region }, () => images.describe(account, region, ids)),
    search: (account, region, ...by) => ask({ account, region }, () => images.search(account, region, ...by)),
    sharing: image => ask(image, () => images.sharing(image)),
    publicAccess: (account, region) => ask({ account, region }, () => images.publicAccess(account, region)),
    snapshotSharing: (image, id) => ask(image, () => images.snapshotSharing(image, id)),
    recycled: (image, ids) => ask(image, () => images.recycled(image, ids)),
  }
  return { ...images, ...looks }
}

type Reads = Pick<Aliases, 'read' | 'versions'>

/** Parameter Store in accounts and regions, each as long as it answers. */
export const aliasesUntilSilent = <Asked extends Reads>(aliases: Asked): Asked => {
  const ask = createAskUntilSilent()
  const reads: Reads = {
    read: (place, parameter) => ask(place, () => aliases.read(place, parameter)),
    versions: (place, ...of) => ask(place, () => aliases.versions(place, ...of)),
  }
  return { ...aliases, ...reads }
}
