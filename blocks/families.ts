import { type Build, isAvailable, newestBuild } from '../src/domain/builds.ts'
import { commandButton, commandButtons } from './command-buttons.ts'
import { actions } from './elements.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, type Part, rowPart, sectionPart } from './part.ts'
import { code, shorten } from './text.ts'
import { type UnreadPlace, unreadNotes } from './unread-places.ts'
import { agoWords, countWords, numberWords } from './words.ts'

interface FamilyRow {
  family: string
  /** The user group that owns it. */
  owner: string | undefined
  /** The names of its aliases, in their order. */
  aliases: readonly string[]
  /** The newest first. */
  builds: readonly Build[]
  instances: number
}

export interface FamiliesView {
  /** Of the slash command. */
  name: string
  families: readonly FamilyRow[]
  /** From 1. */
  page: number
  unread: readonly UnreadPlace[]
}

const FAMILIES_ON_PAGE = 12

/** Families with aliases or an owner come first. */
const byCare = (a: FamilyRow, b: FamilyRow): number =>
  Number(b.aliases.length > 0) - Number(a.aliases.length > 0) ||
  Number(b.owner !== undefined) - Number(a.owner !== undefined) ||
  (a.family < b.family ? -1 : 1)

const familyPart = (name: string, row: FamilyRow, at: number): Part => {
  const { family, owner, aliases, builds, instances } = row
  const newest = newestBuild(builds)
  const words = [
    [code(family, 140), ...(owner === undefined ? [] : [`<!subteam^${owner}>`])].join(' · '),
    [
      `${countWords(builds.filter(isAvailable).length, 'build')} that can be launched`,
      ...(newest ? [`newest ${agoWords(newest.createdAtMs)}`] : []),
      countWords(instances, 'instance'),
      ...(aliases.length > 0 ? [`📌 ${code(aliases.join(', '), 200)}`] : []),
    ].join(' · '),
  ]
  return rowPart(words.join('\n'), commandButton(name, { text: `family "${family}"`, label: 'Builds' }, at))
}

/** All families, a page of them. */
export const renderFamilies = ({ name, families, page: wanted, unread }: FamiliesView): Message => {
  const pages = Math.max(1, Math.ceil(families.length / FAMILIES_ON_PAGE))
  const page = Math.min(Math.max(1, wanted), pages)
  const from = (page - 1) * FAMILIES_ON_PAGE
  const shown = [...families].sort(byCare).slice(from, from + FAMILIES_ON_PAGE)
  const where = pages > 1 ? ` · ${from + 1}–${from + shown.length}` : ''
  const turns = [
    ...(page > 1 ? [{ text: 'family', page: page - 1, label: 'Previous' }] : []),
    ...(page < pages ? [{ text: 'family', page: page + 1, label: 'Next' }] : []),
  ]
  const notes = [
    `A family is named under ${code('families')} in the config, or is an image name without date and version.`,
    ...unreadNotes(unread),
  ]
  return messageOf([
    sectionPart(
      `*${families.length === 1 ? '1 family' : `${numberWords(families.length)} families`}*${where}`,
    ),
    ...shown.map((row, at) => familyPart(name, row, at)),
    ...(turns.length === 0 ? [] : [{ blocks: [actions(...commandButtons(name, turns))], words: '' }]),
    ...notes.map(note => contextPart(shorten(note, 3000))),
  ])
}
