import { type Circuit, createCircuit } from '../../circuit.ts'
import type { Config } from '../../domain/config.ts'
import { type Family, familyKey, patternsOf } from '../../domain/failures.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../../domain/image.ts'
import { allOf } from '../../in-parallel.ts'
import type { Images } from '../../ports.ts'
import { type RevokedNeeds, readRevoked } from './read-revoked.ts'

interface Needs extends RevokedNeeds {
  images: Pick<Images, 'search'>
  config: Config
}

/**
 * The images of an account and region that may be of a family, without those that are revoked. Throws where EC2 does not answer, or where
 * a batch asks for more families than are looked up.
 */
export type FamilyImages = (family: Family) => Promise<readonly { image: ImageRef; facts: ImageFacts }[]>

/** The most families that are looked up for a batch, which may hold a thousand events. */
const FAMILIES_OF_A_BATCH = 5

/** Looks up the families of one batch, each once. */
export const createFamilyImages = (needs: Needs): FamilyImages => {
  const { images, config } = needs
  const found = new Map<string, ReturnType<FamilyImages>>()
  const ask: Circuit = createCircuit()
  let revoked: ReturnType<typeof readRevoked> | undefined
  const search: FamilyImages = async family => {
    const { account, region } = family
    const patterns = patternsOf(family, config)
    revoked ??= readRevoked(needs)
    const [marks, ...listed] = await allOf([
      revoked,
      ...patterns.map(pattern => images.search(account, region, pattern)),
    ])
    return listed.flat().filter(({ image }) => !marks.has(imageKey(image)))
  }
  return family => {
    const key = familyKey(family)
    if (!found.has(key) && found.size >= FAMILIES_OF_A_BATCH)
      return Promise.reject(new Error('Other families were looked up first.'))
    const looked = found.get(key) ?? ask(() => search(family))
    found.set(key, looked)
    return looked
  }
}
