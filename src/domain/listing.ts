import type { Config } from './config.ts'
import { familyOf, familyRuleOf } from './family.ts'
import type { ImageFacts, ImageRef, ImageState } from './image.ts'
import { KEEP_TAG } from './keep.ts'
import type { ListedImage } from './list-filter.ts'
import { type ListedFacts, listedFactsOf } from './listed-facts.ts'
import { tagsOfRules } from './route.ts'

type Needs = Pick<Config, 'rules' | 'actions' | 'families' | 'fleet' | 'cleanup'>

/** The keys of the tags that lists keep before all others: what keeps an image, those of the rules, and the owner's. */
export const tagsToKeep = (config: Needs): ReadonlySet<string> =>
  new Set([KEEP_TAG, ...tagsOfRules(config), ...config.fleet.ownerTags])

/** Makes images of a list, with the families and owners of the config. */
export interface Listing {
  ofScan(image: ImageRef, state: ImageState, facts: ListedFacts): ListedImage
  ofFacts(image: ImageRef, state: ImageState, facts: ImageFacts | undefined): ListedImage
}

export const createListing = (config: Needs): Listing => {
  const keep = tagsToKeep(config)
  const ofScan: Listing['ofScan'] = (image, state, facts) => {
    let family: { name: string | undefined } | undefined
    return {
      image,
      state,
      facts,
      // Computed only if a filter needs it: for fifty thousand images it takes longer than everything else.
      get family() {
        family ??= { name: familyOf(facts, config) }
        return family.name
      },
      get owners() {
        const owner = familyRuleOf(facts, config)?.owner
        const tag = config.fleet.ownerTags.find(key => Object.hasOwn(facts.tags, key))
        const tagged = tag === undefined ? undefined : facts.tags[tag]
        return [tagged, owner].filter(one => one !== undefined)
      },
    }
  }
  return {
    ofScan,
    ofFacts: (image, state, facts) =>
      ofScan(image, state, facts === undefined ? { tags: {} } : listedFactsOf(facts, keep)),
  }
}
