import { type FamilyHead, renderFleet, renderFleetListNote } from '../../../blocks/fleet.ts'
import { renderFleetList } from '../../../blocks/fleet-list.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderNoFamily, renderNoPlace } from '../../../blocks/no-match.ts'
import { renderReading } from '../../../blocks/reading.ts'
import { countWords } from '../../../blocks/words.ts'
import type { AskOf } from '../../domain/ask.ts'
import { isAvailable, newestBuild } from '../../domain/builds.ts'
import { accountName } from '../../domain/config.ts'
import { closestFamilies } from '../../domain/family-names.ts'
import {
  type ComparedUse,
  compareFleet,
  countStatuses,
  type FamilyBuilds,
  familyBuilds,
  groupFleet,
  worstFirst,
} from '../../domain/fleet-status.ts'
import { isMatch } from '../../domain/glob.ts'
import { type SendFileNeeds, sendFile } from '../steps/send-file.ts'
import { askForFleet, type ReadFleetNeeds, readFleet } from './read-fleet.ts'

export type FleetNeeds = ReadFleetNeeds & SendFileNeeds & { ledger: ReadFleetNeeds['ledger'] }

const MOST_MEANT = 3

/**
 * Which instances run which images: 1 read them, in all accounts and regions 2 compare each with its family 3 keep the families that were
 * asked for 4 send the complete list 5 render the counts and the worst groups. Changes nothing.
 *
 * @param name of the slash command
 * @param typed a family's name, `*` and `?` allowed; all families where nothing was typed
 */
export const answerFleet = async (
  needs: FleetNeeds,
  ask: AskOf<'command'>,
  name: string,
  typed?: string,
): Promise<Message> => {
  const { config, clock } = needs
  if (config.accounts.length === 0) return renderNoPlace(name, { configured: [] })
  const nameOf = (account: string): string => accountName(config, account)
  // 1 read them
  const source = await askForFleet(needs, ask)
  if (source.kind === 'waiting') return renderReading(source.places)
  const { uses, images, unread } = await readFleet(needs, source)
  // 2 compare each with its family
  const builds = familyBuilds(images)
  const compared = compareFleet(uses, builds, config, clock.nowMs()).sort(worstFirst)
  // 3 the families that were asked for
  const known = new Set([
    ...Object.keys(config.families),
    ...compared.map(({ family }) => family),
    ...builds.keys(),
  ])
  const families = typed === undefined ? known : namedBy(typed, known)
  if (typed !== undefined && families.size === 0)
    return renderNoFamily(name, typed, 'fleet', closestFamilies(typed, known, MOST_MEANT), unread)
  const asked = compared.filter(({ family }) => families.has(family))
  const [only] = families
  const family = families.size === 1 && only !== undefined ? headOf(only, builds, needs) : undefined
  // 4 send the complete list
  const list = asked.length === 0 ? 'none' : await sendList(needs, ask, asked, nameOf)
  // 5 render
  return renderFleet({
    counts: countStatuses(asked),
    groups: groupFleet(asked),
    nameOf,
    unread,
    nowMs: clock.nowMs(),
    list,
    ...(family && { family }),
  })
}

/** Capitals do not count where no family is named exactly so. */
const namedBy = (typed: string, known: ReadonlySet<string>): ReadonlySet<string> => {
  if (known.has(typed)) return new Set([typed])
  const low = typed.toLowerCase()
  const fits = /[*?]/.test(typed)
    ? (family: string) => isMatch(low, family.toLowerCase())
    : (family: string) => family.toLowerCase() === low
  return new Set([...known].filter(fits))
}

const headOf = (name: string, builds: FamilyBuilds, { config }: FleetNeeds): FamilyHead => {
  const own = builds.get(name) ?? []
  const newest = newestBuild(own)
  const owner = Object.hasOwn(config.families, name) ? config.families[name]?.owner : undefined
  return {
    name,
    builds: own.filter(isAvailable).length,
    ...(owner !== undefined && { owner }),
    ...(newest && { newest }),
  }
}

const sendList = (
  needs: FleetNeeds,
  ask: AskOf<'command'>,
  uses: readonly ComparedUse[],
  nameOf: (account: string) => string,
) =>
  sendFile(needs, {
    // An answer from another reading has a list of its own.
    key: ['fleet', ask.key, ...(ask.reading === undefined ? [] : [ask.reading])].join('/'),
    userId: ask.person.userId,
    message: renderFleetListNote(uses.length),
    name: 'fleet',
    title: `Image status of ${countWords(uses.length, 'instance')}`,
    content: renderFleetList(uses, nameOf),
  })
