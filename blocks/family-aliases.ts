import type { Behind, Build } from '../src/domain/builds.ts'
import type { AliasTarget } from '../src/domain/family-overview.ts'
import { groupBy } from '../src/domain/group-by.ts'
import { behindWords } from './fleet-words.ts'
import { type Part, sectionPart } from './part.ts'
import { code, escapeText, shorten } from './text.ts'
import { countWords, numberWords, STATE_WORDS } from './words.ts'

export type NameOf = (account: string) => string

const PLACES = 10
const TEMPLATES = 5

/** The first lines, and how many more there are. */
export const atMost = (lines: readonly string[], most: number): string[] =>
  lines.length > most
    ? [...lines.slice(0, most), `… and ${numberWords(lines.length - most)} more`]
    : [...lines]

export const placeWords = (
  { account, region }: { account: string; region: string },
  nameOf: NameOf,
): string => `${escapeText(nameOf(account), 60)} ${escapeText(region, 40)}`

const newestWords = (behind: Behind | undefined): string =>
  behind && behind.builds === 0 ? 'newest' : behindWords(behind)

type IsRevoked = (build: Build) => boolean

/** What an alias names, as a text that is equal for places that name the same. */
const targetWords = ({ reading, build, behind }: AliasTarget, isRevoked: IsRevoked): string => {
  switch (reading.kind) {
    case 'image': {
      if (!build) return `⚠️ ${code(reading.imageId, 40)}, no image of this family that amiops can see`
      const revoked = isRevoked(build)
      const how = revoked ? behindWords(behind) : newestWords(behind)
      return `${code(build.name, 140)}${how === '' ? '' : ` (${how})`}${revoked ? ' ⛔ revoked' : ''}`
    }
    case 'none':
      return 'not set'
    case 'other':
      return `⚠️ no alias: the parameter has data type ${code(reading.dataType, 40)}`
    case 'unread':
      return `⚠️ couldn’t be read (${escapeText(reading.why, 200)})`
  }
}

/** Where an image that an alias names cannot be launched. */
const stateWordsOf = ({ reading, build, region }: AliasTarget): string => {
  const image =
    reading.kind === 'image'
      ? build?.images.find(one => one.imageId === reading.imageId && one.region === region)
      : undefined
  return image && image.state !== 'available' ? ` (⚠️ ${STATE_WORDS[image.state].word.toLowerCase()})` : ''
}

/** An alias: what it names in its accounts and regions, and which launch templates name it. */
export const aliasPart = (targets: readonly AliasTarget[], nameOf: NameOf, isRevoked: IsRevoked): Part[] => {
  const [first] = targets
  if (!first) return []
  const lines = [...groupBy(targets, one => targetWords(one, isRevoked))].map(([words, some]) => {
    const places = some.map(one => `${placeWords(one, nameOf)}${stateWordsOf(one)}`)
    return `• ${words}: ${atMost(places, PLACES).join(', ')}`
  })
  const head = `*Alias* ${code(first.alias, 60)} · ${code(first.parameter, 200)}`
  return [
    sectionPart(
      shorten([head, ...atMost(lines, PLACES), ...templatesWords(targets, nameOf)].join('\n'), 3000),
    ),
  ]
}

/** Which launch templates name the alias. A place whose alias could not be read is named once. */
const templatesWords = (targets: readonly AliasTarget[], nameOf: NameOf): string[] => {
  const read = targets.filter(({ reading }) => reading.kind !== 'unread')
  const named = read.flatMap(one =>
    one.templates.known
      ? one.templates.value.map(name => `${code(name, 128)} (${placeWords(one, nameOf)})`)
      : [],
  )
  const unread = read.filter(({ templates }) => !templates.known)
  return [
    ...(named.length > 0
      ? [`Named by ${countWords(named.length, 'launch template')}: ${atMost(named, TEMPLATES).join(', ')}`]
      : []),
    ...unread.slice(0, 1).map(
      ({ templates }) =>
        `⚠️ Launch templates of ${atMost(
          unread.map(one => placeWords(one, nameOf)),
          PLACES,
        ).join(', ')} not known: ${escapeText(templates.known ? '' : templates.why, 200)}`,
    ),
  ]
}
