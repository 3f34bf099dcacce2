import { fitsNameAndTags, type NameAndTags } from './clauses.ts'
import type { Config, FamilyRule } from './config.ts'

/** A part of a name that only tells one build from another: 12, v1.2.3, 20261125, 2026-11-25T1200Z, rc1, a commit's hash. */
const COUNTS =
  /^(?:v?\d+(?:[a-z]\d*|(?:st|nd|rd|th))?|\d+t\d+z?|(?:rc|beta|alpha|build|rev|r|b)\d*|(?=[a-f]*\d)[0-9a-f]{4,40})$/i

/** What separates the parts of a name. */
const SEPARATORS = '-_. /:()[]@'

/** The name without what counts its builds at the end: `payments-base-2026-11-25.2` is `payments-base`. */
const withoutBuild = (name: string): string => {
  let end = name.length
  for (;;) {
    let from = end
    while (from > 0 && !SEPARATORS.includes(name.charAt(from - 1))) from--
    const part = name.slice(from, end)
    if (part !== '' && !COUNTS.test(part)) break
    if (from === 0) return name
    end = from - 1
  }
  return name.slice(0, end) || name
}

type Families = Pick<Config, 'families'>

/** The family that the config defines for an image: the first whose name pattern and tags fit. */
const configuredFamilyOf = (image: NameAndTags, { families }: Families): string | undefined =>
  Object.keys(families).find(family => fitsNameAndTags(families[family] ?? {}, image))

/** What the config says of the family of an image. */
export const familyRuleOf = (image: NameAndTags, config: Families): FamilyRule | undefined =>
  config.families[configuredFamilyOf(image, config) ?? '']

/**
 * The family of an image: the one that the config defines for it, else its name without date and version.
 *
 * @returns undefined where no family of the config fits and the image's name is not known. A name that the config gives to
 * other images is marked, so that no image slips into a family that it does not fit
 */
export const familyOf = (image: NameAndTags, config: Families): string | undefined => {
  const configured = configuredFamilyOf(image, config)
  if (configured !== undefined || !image.name) return configured
  const family = withoutBuild(image.name)
  return Object.hasOwn(config.families, family) ? `${family} (other)` : family
}
