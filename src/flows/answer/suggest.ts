import { notConfiguredHint, partialIdHint } from '../../../blocks/no-match.ts'
import type { AccountRegion } from '../../domain/alias.ts'
import type { ImageCommand } from '../../domain/command.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { nearest } from '../../domain/nearest.ts'
import { idPatternOf, isImageId } from '../../domain/pasted.ts'
import { READ_DIRECTLY } from '../../domain/reading.ts'
import { REGIONS } from '../../domain/regions.ts'
import type { FleetScans, Images, Log } from '../../ports.ts'

interface Needs {
  images: Pick<Images, 'search'>
  ledger: FleetScans
  config: Config
  log: Log
}

export interface Suggested {
  /** Whole commands, without the slash command's name. */
  meant: readonly string[]
  /** What is wrong with what was typed. */
  hint?: string
}

/** The most commands that are suggested. */
const MOST = 3

const quoted = (name: string): string => (/\s/.test(name) ? `"${name}"` : name)

/** Says what else a person may have meant where no image matches: a region or account that is misspelt or is not configured,
 * a known image with nearly the same id or name.
 *
 * @param places those that have answered: nobody waits for the others twice
 */
export const suggest = async (
  needs: Needs,
  command: ImageCommand,
  places: readonly AccountRegion[],
): Promise<Suggested> => {
  const { verb, target } = command
  const misspelt = suggestPlaces(needs.config, command)
  if (misspelt.length > 0) return { meant: misspelt }
  // Too many to be asked for a hint.
  if (places.length > READ_DIRECTLY) return { meant: [], ...partOfId(target) }
  const withoutWord = await suggestWithout(needs, command, places)
  if (withoutWord) return withoutWord
  const find = isImageId(target) ? nearIds : nearNames
  const known = await Promise.all(places.map(place => orNone(needs, () => find(needs, place, target))))
  const meant = nearest(target, known.flat(), MOST).map(image => `${verb} ${quoted(image)}`)
  return { meant, ...partOfId(target) }
}

/** What a person typed is the beginning of an id. */
const partOfId = (target: string): Pick<Suggested, 'hint'> => {
  const isPart = /^ami-/i.test(target) && !isImageId(target) && idPatternOf(target) !== undefined
  return isPart ? { hint: partialIdHint(target) } : {}
}

/** A word beside an image, or in what was taken for its name, that is nearly a region or an alias of the config. */
const suggestPlaces = ({ accounts }: Config, { verb, target, rest }: ImageCommand): string[] => {
  const words = isImageId(target) ? (rest ?? []) : target.split(' ')
  const places = accounts.flatMap(({ alias, regions }) => [...regions, ...(alias ? [alias] : [])])
  for (const [index, word] of words.entries()) {
    const [meant] = REGIONS.includes(word) ? [] : nearest(word, places)
    const image = isImageId(target) ? target : words.filter((_, i) => i !== index).join(' ')
    if (meant !== undefined && image !== '') return [`${verb} ${quoted(image)} ${meant}`]
  }
  return []
}

/** The last of several words was meant as a region or an account, but is none: the others name an image. */
const suggestWithout = async (
  needs: Needs,
  { verb, target }: ImageCommand,
  places: readonly AccountRegion[],
): Promise<Suggested | undefined> => {
  const words = target.split(' ')
  const last = words.pop()
  const name = words.join(' ')
  if (last === undefined || name === '') return undefined
  const pattern = isImageId(name) || /[*?]/.test(name) ? name : `*${name}*`
  const found = await Promise.all(
    places.map(({ account, region }) =>
      orNone(needs, async () => (await needs.images.search(account, region, pattern)).map(() => name)),
    ),
  )
  return found.flat().length === 0
    ? undefined
    : { meant: [`${verb} ${quoted(name)}`], hint: notConfiguredHint(last, configuredPlaces(needs.config)) }
}

/** All accounts and regions of the config, by name. */
export const configuredPlaces = (config: Config): { accountName: string; region: string }[] =>
  config.accounts.flatMap(({ id, regions }) =>
    regions.map(region => ({ accountName: accountName(config, id), region })),
  )

/** Suggestions are optional: where EC2 or the ledger does not answer, there are none. */
const orNone = async ({ log }: Needs, find: () => Promise<string[]>): Promise<string[]> => {
  try {
    return await find()
  } catch (error) {
    log.info('No image could be suggested.', { why: String(error) })
    return []
  }
}

/** Of all images that the last scan found. */
const nearIds = async ({ ledger }: Needs, place: AccountRegion): Promise<string[]> => [
  ...((await ledger.readFleet(place))?.keys() ?? []),
]

/**
 * EC2's filters are case-sensitive and know only `*` and `?`, so EC2 is asked for names with the same beginning or end, and for names in
 * other letter case.
 */
const nearNames = async (
  { images }: Needs,
  { account, region }: AccountRegion,
  name: string,
): Promise<string[]> => {
  if (name.length < 4 || /[*?]/.test(name)) return []
  const middle = Math.ceil(name.length / 2)
  const patterns = [`${name.slice(0, middle)}*`, `*${name.slice(middle)}`, name.replace(/[a-z]/gi, '?')]
  const found = await Promise.all(patterns.map(pattern => images.search(account, region, pattern)))
  return found.flat().flatMap(({ facts }) => facts.name ?? [])
}

/** A region or an account that the config does not name: what was probably meant, and what it names. */
export const suggestPlace = (
  { accounts }: Config,
  { verb, target, region, account }: ImageCommand,
): { region?: string; account?: string; meant?: string; configured: string[] } => {
  const known = accounts.find(({ id }) => id === account)
  if (account !== undefined && !known) {
    const [id] = nearest(
      account,
      accounts.map(one => one.id),
    )
    return {
      account,
      ...(id && { meant: `${verb} ${quoted(target)} ${id}` }),
      configured: accounts.map(one => (one.alias ? `${one.alias} (${one.id})` : one.id)),
    }
  }
  const configured = [...new Set((known ? [known] : accounts).flatMap(({ regions }) => regions))]
  if (region === undefined) return { configured }
  const [meant] = REGIONS.includes(region) ? [] : nearest(region, configured)
  return {
    region,
    ...(known && { account: accountName({ accounts }, known.id) }),
    ...(meant && { meant: `${verb} ${quoted(target)} ${meant}` }),
    configured,
  }
}
