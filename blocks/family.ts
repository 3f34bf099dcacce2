import type { Button } from '@slack/types'
import { type Build, type FamilyMember, isAvailable } from '../src/domain/builds.ts'
import type { BuildRunner, FamilyBuild, FamilyOverview } from '../src/domain/family-overview.ts'
import { groupBy } from '../src/domain/group-by.ts'
import { imageKey } from '../src/domain/image.ts'
import type { Revoked } from '../src/domain/revocation.ts'
import { commandButtons } from './command-buttons.ts'
import { actions, button } from './elements.ts'
import { aliasPart, atMost, type NameOf, placeWords } from './family-aliases.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, type Part, rowPart, sectionPart } from './part.ts'
import { revokedWords } from './revoke-words.ts'
import { code, escapeText, shorten } from './text.ts'
import { type UnreadPlace, unreadNotes } from './unread-places.ts'
import { agoWords, countWords, numberWords, STATE_WORDS } from './words.ts'

export interface FamilyView {
  /** Of the slash command. */
  name: string
  family: string
  /** The user group that owns it. */
  owner: string | undefined
  overview: FamilyOverview
  /** From 1. */
  page: number
  pages: number
  /** The account's alias, or its id. */
  nameOf: (account: string) => string
  unread: readonly UnreadPlace[]
  /** The marks of images that are revoked, by `imageKey`. */
  revoked: ReadonlyMap<string, Revoked>
  /** Its aliases can be set to a build. */
  canPromote?: boolean
}

export const BUILDS_ON_PAGE = 6
const ALIASES = 8
const COPIES = 10
const RUNNERS = 5

/** The builds of a page, from 1. */
const buildsOnPage = <One>(builds: readonly One[], page: number): readonly One[] =>
  builds.slice((page - 1) * BUILDS_ON_PAGE, page * BUILDS_ON_PAGE)

const sumOf = (runners: readonly BuildRunner[]): number =>
  runners.reduce((sum, { instances }) => sum + instances, 0)

/** "12 instances: production (payments) 10, staging 2" */
const runnersWords = (runners: readonly BuildRunner[], nameOf: NameOf): string => {
  const words = runners.map(({ account, owner, instances }) => {
    const whose = owner === undefined ? '' : ` (${code(owner, 60)})`
    return `${escapeText(nameOf(account), 60)}${whose} ${numberWords(instances)}`
  })
  return `${countWords(sumOf(runners), 'instance')}: ${atMost(words, RUNNERS).join(', ')}`
}

const copyWords = (image: FamilyMember, nameOf: NameOf): string => {
  const { emoji, word } = STATE_WORDS[image.state]
  const state = image.state === 'available' ? emoji : `${emoji} ${word.toLowerCase()}:`
  return `${state} ${placeWords(image, nameOf)} ${code(image.imageId, 40)}`
}

/** Of images that were made at the same time, what is no copy comes first. */
const firstMade = (a: FamilyMember, b: FamilyMember): number =>
  a.createdAtMs - b.createdAtMs ||
  Number(a.copyOf !== undefined) - Number(b.copyOf !== undefined) ||
  (imageKey(a) < imageKey(b) ? -1 : 1)

/** Its name, age and aliases; why it is revoked; a line for each copy; who runs it. */
const buildPart = (build: FamilyBuild, { nameOf, canPromote, revoked }: FamilyView): Part => {
  const { name, createdAtMs, images, aliases, runners } = build
  const copies = [...images].sort(firstMade)
  const mark = revokedOf(build, revoked)
  const [first] = copies
  const shown = copies.find(({ state }) => state === 'available') ?? first
  const words = [
    [code(name, 140), agoWords(createdAtMs), ...aliases.map(alias => `📌 ${code(alias, 60)}`)].join(' · '),
    ...(mark ? [revokedWords(mark, 'mention')] : []),
    ...atMost(
      copies.map(image => copyWords(image, nameOf)),
      COPIES,
    ),
    ...(runners.length > 0 ? [runnersWords(runners, nameOf)] : []),
  ]
  const mrkdwn = shorten(words.join('\n'), 3000)
  if (!shown) return sectionPart(mrkdwn)
  const show = imageButton('status', 'Show', shown)
  if (!canPromote || mark || shown.state !== 'available') return rowPart(mrkdwn, show)
  const { blocks, words: spoken } = sectionPart(mrkdwn)
  return { blocks: [...blocks, actions(imageButton('promote', 'Promote…', shown), show)], words: spoken }
}

/** One image of a build is revoked, and so is the build. */
const revokedOf = ({ images }: Build, revoked: ReadonlyMap<string, Revoked>): Revoked | undefined =>
  images.flatMap(image => revoked.get(imageKey(image)) ?? [])[0]

const imageButton = (actionId: 'status' | 'promote', text: string, image: FamilyMember): Button =>
  button({
    actionId,
    text,
    label: shorten(`${text} ${image.imageId} in ${image.region}`, 75),
    value: imageKey(image),
  })

const turnsPart = ({ name, family, page, pages }: FamilyView): Part[] => {
  const text = `family "${family}"`
  const commands = [
    ...(page > 1 ? [{ text, page: page - 1, label: 'Newer builds' }] : []),
    ...(page < pages ? [{ text, page: page + 1, label: 'Older builds' }] : []),
  ]
  return commands.length === 0 ? [] : [{ blocks: [actions(...commandButtons(name, commands))], words: '' }]
}

/** One family: what its aliases name, then its builds, the newest first. */
export const renderFamily = (view: FamilyView): Message => {
  const { family, owner, overview, page, pages, nameOf, unread, revoked } = view
  const { builds, targets, others } = overview
  const from = (page - 1) * BUILDS_ON_PAGE
  const shown = buildsOnPage(builds, page)
  const instances = builds.reduce((sum, { runners }) => sum + sumOf(runners), sumOf(others))
  const head = [
    countWords(builds.length, 'build'),
    `${numberWords(builds.filter(isAvailable).length)} can be launched`,
    countWords(instances, 'instance'),
    ...(owner === undefined ? [] : [`owner <!subteam^${owner}>`]),
  ]
  const byAlias = [...groupBy(targets, ({ alias }) => alias).values()]
  const notes = [
    ...(others.length > 0
      ? [`Of other images of the family, which are gone or cannot be seen: ${runnersWords(others, nameOf)}.`]
      : []),
    ...(byAlias.length > ALIASES ? [`${byAlias.length - ALIASES} more aliases.`] : []),
    ...(pages > 1 ? [`Builds ${from + 1}–${from + shown.length} of ${builds.length}.`] : []),
    ...unreadNotes(unread),
  ]
  return messageOf([
    sectionPart(`*Family* ${code(family, 140)}\n${head.join(' · ')}`),
    ...byAlias
      .slice(0, ALIASES)
      .flatMap(some => aliasPart(some, nameOf, build => revokedOf(build, revoked) !== undefined)),
    ...shown.map(build => buildPart(build, view)),
    ...turnsPart(view),
    ...notes.map(note => contextPart(shorten(note, 3000))),
  ])
}
