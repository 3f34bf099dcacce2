import { renderFamilies } from '../../../blocks/families.ts'
import { BUILDS_ON_PAGE, renderFamily } from '../../../blocks/family.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderNoFamily, renderNoPlace } from '../../../blocks/no-match.ts'
import { renderReading } from '../../../blocks/reading.ts'
import type { AskOf } from '../../domain/ask.ts'
import { accountName } from '../../domain/config.ts'
import { closestFamilies, familyNamed } from '../../domain/family-names.ts'
import { overviewOf } from '../../domain/family-overview.ts'
import { compareFleet, familyBuilds } from '../../domain/fleet-status.ts'
import { groupBy } from '../../domain/group-by.ts'
import { allOf } from '../../in-parallel.ts'
import { askForFleet, type ReadFleetNeeds, readFleet } from '../fleet/read-fleet.ts'
import { type ReadAliasesNeeds, readAliases } from './read-aliases.ts'

export type FamilyNeeds = ReadFleetNeeds & ReadAliasesNeeds

const MOST_MEANT = 3

/** A command that asks for a family. */
export interface FamilyAsk {
  /** Of the slash command. */
  name: string
  /** All families where nothing was typed. */
  typed?: string
  /** From 1. */
  page: number
}

/** A page that there is. */
const pageOf = (wanted: number, items: number, onPage: number): { page: number; pages: number } => {
  const pages = Math.max(1, Math.ceil(items / onPage))
  return { page: Math.min(Math.max(1, wanted), pages), pages }
}

/**
 * One family, or the list of all: 1 read images, instances and aliases, everywhere 2 which family was asked for 3 put together
 * and draw a page. Changes nothing.
 */
export const answerFamily = async (
  needs: FamilyNeeds,
  ask: AskOf<'command'>,
  { name, typed, page }: FamilyAsk,
): Promise<Message> => {
  const { config, clock } = needs
  if (config.accounts.length === 0) return renderNoPlace(name, { configured: [] })
  const nameOf = (account: string): string => accountName(config, account)
  const configured = new Set(Object.keys(config.families))
  // 1 read
  const source = await askForFleet(needs, ask)
  if (source.kind === 'waiting') return renderReading(source.places)
  const [{ uses, images, revoked, unread }, aliases] = await allOf([
    readFleet(needs, source),
    readAliases(needs, (typed !== undefined && familyNamed(typed, configured)) || ''),
  ])
  const builds = familyBuilds(images)
  const compared = compareFleet(uses, builds, config, clock.nowMs())
  // 2 which family
  const known = new Set([...configured, ...builds.keys()])
  const family = typed === undefined ? undefined : familyNamed(typed, known)
  if (typed !== undefined && family === undefined)
    return renderNoFamily(name, typed, 'family', closestFamilies(typed, known, MOST_MEANT), unread)
  // 3 put together and draw
  const usesOf = groupBy(compared, one => one.family)
  const ruleOf = (one: string) => (configured.has(one) ? config.families[one] : undefined)
  if (family === undefined)
    return renderFamilies({
      name,
      page,
      unread,
      families: [...known].map(one => ({
        family: one,
        owner: ruleOf(one)?.owner,
        aliases: (ruleOf(one)?.aliases ?? []).map(alias => alias.name),
        builds: builds.get(one) ?? [],
        instances: usesOf.get(one)?.length ?? 0,
      })),
    })
  const overview = overviewOf(builds.get(family) ?? [], aliases, usesOf.get(family) ?? [])
  const shown = pageOf(page, overview.builds.length, BUILDS_ON_PAGE)
  return renderFamily({
    name,
    family,
    owner: ruleOf(family)?.owner,
    overview,
    ...shown,
    revoked,
    nameOf,
    unread,
    canPromote: config.actions.promote !== undefined && (ruleOf(family)?.aliases ?? []).length > 0,
  })
}
