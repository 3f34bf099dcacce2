import type { AccountRegion } from '../src/domain/alias.ts'
import type { AliasHealth, AliasTrouble } from '../src/domain/alias-health.ts'
import { placeKey } from '../src/domain/fleet.ts'
import { groupBy } from '../src/domain/group-by.ts'
import type { ImageRef } from '../src/domain/image.ts'
import { code, escapeText } from './text.ts'
import { andWords, countWords, numberWords } from './words.ts'

/** Aliases and public images in `/ami health`. */

export interface GoldenHealthView {
  aliases: AliasHealth
  public: readonly (ImageRef & { name?: string })[]
  nameOf: (account: string) => string
}

const PLACES_SHOWN = 5
const PUBLIC_SHOWN = 10

const placesWords = (places: readonly AccountRegion[], nameOf: GoldenHealthView['nameOf']): string => {
  const shown = places
    .slice(0, PLACES_SHOWN)
    .map(({ account, region }) => `${escapeText(nameOf(account), 60)} ${region}`)
  const more = places.length > PLACES_SHOWN ? ` and ${numberWords(places.length - PLACES_SHOWN)} more` : ''
  return `${shown.join(', ')}${more}`
}

/** What is wrong with an alias, and what to do. */
const troubleWords = (
  trouble: Exclude<AliasTrouble, { kind: 'unread' }>,
  nameOf: GoldenHealthView['nameOf'],
): { what: string; todo: string } => {
  const alias = `The alias ${escapeText(trouble.alias, 60)} of ${escapeText(trouble.family, 80)}`
  switch (trouble.kind) {
    case 'out-of-step': {
      const builds = trouble.builds
        .slice(0, PLACES_SHOWN)
        .map(({ name, places }) => `${code(name, 100)} in ${countWords(places, 'place')}`)
      return {
        what: `${alias} is out of step: ${builds.join(', ')}.`,
        todo: 'promote one of them, or click Retry… on the card of its last promotion.',
      }
    }
    case 'missing':
      return {
        what: `${alias} has no parameter in ${placesWords(trouble.places, nameOf)}: launches through it fail there.`,
        todo: 'promote an image to it.',
      }
    case 'other':
      return {
        what: `${alias} is a parameter of data type ${code(trouble.dataType, 60)} in ${placesWords(trouble.places, nameOf)}, which cannot be changed.`,
        todo: 'delete the parameter, and the next promotion creates it again; or give the alias another parameter.',
      }
  }
}

type Unread = Extract<AliasTrouble, { kind: 'unread' }>
/** The names of errors that say nothing of permissions. */
const NO_ANSWER = /^(Timeout|Abort|Networking)|timed? ?out/i
const THROTTLED = /^(RequestLimitExceeded|Throttl|TooManyRequests)/

const unreadTodo = (why: string): string => {
  if (NO_ANSWER.test(why)) return 'check AWS’s health page for the region. Each scan reads them again.'
  if (THROTTLED.test(why)) return 'nothing: AWS throttles the calls there, and each scan reads them again.'
  return 'check that amiops’s reader role there can be assumed, and has the permission ssm:GetParameters.'
}

const isUnread = (trouble: AliasTrouble): trouble is Unread => trouble.kind === 'unread'

/** "The aliases dev and prod of web couldn’t be read in …": what cannot be read in the same places is one problem. */
const unreadWords = (
  some: readonly Unread[],
  nameOf: GoldenHealthView['nameOf'],
): { what: string; todo: string }[] =>
  [...groupBy(some, ({ places, why }) => JSON.stringify([places.map(placeKey), why])).values()].flatMap(
    alike => {
      const [first] = alike
      if (!first) return []
      const families = [...groupBy(alike, ({ family }) => family)].map(
        ([family, ofIt]) =>
          `${andWords(ofIt.map(({ alias }) => escapeText(alias, 60)))} of ${escapeText(family, 80)}`,
      )
      const more =
        families.length > PLACES_SHOWN ? [`${numberWords(families.length - PLACES_SHOWN)} more families`] : []
      const names = andWords([...families.slice(0, PLACES_SHOWN), ...more])
      return {
        what: `The alias${alike.length === 1 ? '' : 'es'} ${names} couldn’t be read in ${placesWords(first.places, nameOf)} (${code(first.why, 150)}).`,
        todo: unreadTodo(first.why),
      }
    },
  )

export const goldenProblems = ({ aliases, nameOf }: GoldenHealthView): { what: string; todo: string }[] => [
  ...aliases.troubles.flatMap(trouble => (isUnread(trouble) ? [] : [troubleWords(trouble, nameOf)])),
  ...unreadWords(aliases.troubles.filter(isUnread), nameOf),
]

const aliasWords = ({ aliases, places, unread, troubles }: AliasHealth): string =>
  [
    ...(aliases === 0 ? [] : [`${numberWords(aliases)} in ${countWords(places, 'place')}`]),
    ...(unread === 0 ? [] : [`not read yet in ${countWords(unread, 'place')}`]),
    ...(aliases > 0 && troubles.length === 0 ? ['all in step'] : []),
  ].join(', ')

/** "*Aliases* 2 in 8 places", "*Public images* 1: `web-1` in production us-east-1"; nothing of what there is not. */
export const goldenLines = ({ aliases, public: isPublic, nameOf }: GoldenHealthView): string[] => [
  ...(aliases.aliases + aliases.unread === 0 ? [] : [`*Aliases* ${aliasWords(aliases)}`]),
  ...(isPublic.length === 0
    ? []
    : [
        `*Public images* 🌍 ${numberWords(isPublic.length)}: ${isPublic
          .slice(0, PUBLIC_SHOWN)
          .map(
            ({ name, imageId, account, region }) =>
              `${code(name ?? imageId, 100)} in ${escapeText(nameOf(account), 60)} ${region}`,
          )
          .join(', ')}${isPublic.length > PUBLIC_SHOWN ? ' and more' : ''}`,
      ]),
]
