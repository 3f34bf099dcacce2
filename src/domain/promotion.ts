import { type AliasRule, IMAGE_TYPE } from './alias.ts'
import type { ImageFacts, ImageRef } from './image.ts'
import type { KeyStatement } from './key-statements.ts'
import type { Launch } from './launchability.ts'

/** The rules of promotion: why an alias cannot, or should not, be set to an image in one account and region. */

const DAY_MS = 24 * 60 * 60_000

/** An image and its facts. */
export interface Copy {
  image: ImageRef
  facts: ImageFacts
}

/** The part of a parameter that decides whether an alias can be set. */
interface Parameter {
  type: string
  dataType: string
}

/** Why a parameter cannot be set to an image; undefined where it can be. A data type stays as it is.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-ec2-aliases.html */
export const parameterFault = (name: string, now: Parameter | undefined): string | undefined =>
  now === undefined || (now.type === 'String' && now.dataType === IMAGE_TYPE)
    ? undefined
    : `the parameter ${name} is there as ${now.type} with data type ${now.dataType}, which cannot be changed: delete it, and amiops creates it again, or give the alias another parameter`

/** Why an image can't be launched, or not for much longer. */
const stateFault = ({ state }: ImageFacts): string | undefined =>
  state === 'available' ? undefined : `it is ${state}`

const isDeprecated = ({ deprecatedAtMs }: ImageFacts, nowMs: number): boolean =>
  deprecatedAtMs !== undefined && deprecatedAtMs <= nowMs

/** Why an image cannot be promoted. */
export const promotionFault = (
  facts: ImageFacts,
  { name, gates: { maxAgeDays } }: Pick<AliasRule, 'name' | 'gates'>,
  nowMs: number,
): string | undefined => {
  const state = stateFault(facts)
  if (state) return state
  if (isDeprecated(facts, nowMs)) return 'it is deprecated'
  if (maxAgeDays === undefined) return undefined
  if (facts.createdAtMs === undefined)
    return `its age is not known, and ${name} takes no image older than ${maxAgeDays} days`
  const days = Math.floor((nowMs - facts.createdAtMs) / DAY_MS)
  return days > maxAgeDays
    ? `it is ${days} days old, and ${name} takes no image older than ${maxAgeDays} days`
    : undefined
}

/** Why an alias can't be rolled back to an image. Its age does not matter: it was good enough before. */
export const rollbackFault = stateFault

/**
 * Why the account of a place cannot launch an image of another account; undefined if it can, or if that is unknown.
 *
 * @param statements what the owners of the keys have to add; none for a key that cannot be shared
 */
export const launchFault = (
  { can, reasons }: Pick<Launch, 'can' | 'reasons'>,
  statements: readonly KeyStatement[],
  nameOf: (account: string) => string,
): string | undefined => {
  if (can !== 'no') return undefined
  const words = reasons.map(({ obstacle, why, key }) => {
    if (obstacle !== 'key') return why
    const missing = statements.find(one => one.key === key)
    const owner = missing?.account === undefined ? 'its owner' : `its owner (${nameOf(missing.account)})`
    return `cannot use the KMS key of its snapshots (${why}): ${
      missing ? `${owner} has to add the account to the policy of ${missing.key}` : 'copy it with another key'
    }`
  })
  return words.join('; ')
}

/** Why it is unknown whether the account of a place can launch an image. */
export const launchGap = ({ can, reasons }: Pick<Launch, 'can' | 'reasons'>): string | undefined =>
  can === 'unknown' ? reasons.map(({ why }) => why).join('; ') : undefined

/** Objections to a promotion that a person can override. */
export const promotionDoubts = ({
  alias,
  family,
  ownFamily,
  previous,
  before,
  now,
}: {
  alias: string
  family: string
  /** The family of the image. */
  ownFamily: string | undefined
  /** The alias that precedes it, and whether that one has named the image; undefined if unknown. */
  previous: { alias: string; hasNamed: boolean | undefined } | undefined
  /** What the alias names now. */
  before: ImageFacts | undefined
  now: ImageFacts
}): string[] => [
  ...(ownFamily === family
    ? []
    : [`it is ${ownFamily ? `of the family ${ownFamily}` : 'of no family'}, not ${family}`]),
  ...(previous === undefined || previous.hasNamed === true
    ? []
    : [
        previous.hasNamed === false
          ? `${previous.alias} has not named it there`
          : `whether ${previous.alias} has named it there is not known`,
      ]),
  ...(before?.architecture === undefined ||
  now.architecture === undefined ||
  before.architecture === now.architecture
    ? []
    : [`it is ${now.architecture}, and what ${alias} names now is ${before.architecture}`]),
]

/** Objections to a roll back that a person can override. */
export const rollbackDoubts = (facts: ImageFacts, nowMs: number): string[] =>
  isDeprecated(facts, nowMs) ? ['it is deprecated'] : []
