import type { AliasPlace, NamedImage } from '../../domain/alias.ts'
import { aliasPlacesIn } from '../../domain/alias-places.ts'
import { buildsOf, memberOf } from '../../domain/builds.ts'
import { accountName } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeKey, placeName } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import { type Copy, parameterFault } from '../../domain/promotion.ts'
import { idInRegion, type StrandedAlias } from '../../domain/revocation.ts'
import { inParallel } from '../../in-parallel.ts'
import { ofFacts, type Seen } from '../plans/see-images.ts'
import { chooseCopy } from '../promote/choose-copy.ts'
import type { AliasNeeds } from '../promote/needs.ts'
import { createSeeLaunch, type SeeLaunch } from '../promote/see-launch.ts'
import type { Everywhere } from './everywhere.ts'
import { readGood } from './read-good.ts'
import type { Related } from './read-related.ts'

const PLACES_AT_ONCE = 16
/** The most builds that are tried for a place, the newest first. */
const BUILDS_TRIED = 20

/** What happens to the aliases that name a revoked image. */
interface Returned {
  /** Each is set to the newest image of its family that can be launched there, and is not revoked. */
  assignments: readonly Seen[]
  stranded: readonly StrandedAlias[]
  unread: readonly string[]
}

/** An alias that names a revoked image. */
interface Affected extends AliasPlace {
  from: NamedImage
  /** Of what it names. */
  architecture?: string
  /** Why its parameter cannot be set. */
  fault?: string
}

/**
 * Finds the aliases of any family that name a revoked image: 1 what each parameter names 2 the images of their families 3 what each
 * returns to.
 */
export const returnAliases = async (
  needs: AliasNeeds,
  everywhere: Pick<Everywhere, 'family' | 'complete'>,
  { images, found }: Related,
): Promise<Returned> => {
  const revoked = new Set(images.map(({ image }) => idInRegion(image)))
  // 1 what each parameter names
  const { affected, unread } = await findAffected(needs, revoked, found)
  // 2 the images of their families
  const good = new Map<string, readonly Copy[]>()
  for (const family of new Set(affected.map(one => one.family))) {
    const regions = new Set(affected.filter(one => one.family === family).map(({ region }) => region))
    const read = await readGood(needs, everywhere, { family, regions, revoked })
    good.set(family, read.copies)
    unread.push(...read.unread)
  }
  // 3 what each returns to
  const seeLaunch = createSeeLaunch(needs)
  const targets = new Map<AliasPlace, Copy | string>()
  await inParallel(affected, PLACES_AT_ONCE, async one => {
    const why = one.fault ?? 'no other image of the family and architecture can be launched there'
    const seeing = { complete: everywhere.complete, seeLaunch }
    const target = one.fault ? undefined : await targetOf(needs, one, good.get(one.family) ?? [], seeing)
    targets.set(one, target ?? why)
  })
  const assignments: Seen[] = []
  const stranded: StrandedAlias[] = []
  for (const one of affected) {
    const { fault: _said, architecture: _same, ...alias } = one
    const target = targets.get(one)
    if (target === undefined || typeof target === 'string') stranded.push({ ...alias, why: target ?? '' })
    else assignments.push({ ...ofFacts(target.image, target.facts), assignment: alias })
  }
  return { assignments, stranded, unread }
}

const findAffected = async (
  { aliases, config, log }: AliasNeeds,
  revoked: ReadonlySet<string>,
  found: ReadonlyMap<string, Copy>,
): Promise<{ affected: Affected[]; unread: string[] }> => {
  const all = aliasPlacesIn(config)
  const affected = new Map<AliasPlace, Affected>()
  const unread: string[] = []
  const factsOf = new Map([...found.values()].map(({ image, facts }) => [idInRegion(image), facts]))
  await inParallel([...groupBy(all, placeKey).values()], PLACES_AT_ONCE, async inPlace => {
    const [{ account, region } = { account: '', region: '' }] = inPlace
    try {
      const parameters = inPlace.map(({ parameter }) => parameter)
      const read = await aliases.readAll({ account, region }, parameters)
      for (const place of inPlace) {
        const now = read.get(place.parameter)
        const id = now && idInRegion({ region, imageId: now.value })
        if (!now || id === undefined || !revoked.has(id)) continue
        const { name, architecture } = factsOf.get(id) ?? {}
        const fault = parameterFault(place.parameter, now)
        affected.set(place, {
          ...place,
          from: { imageId: now.value, ...(name !== undefined && { name }) },
          ...(architecture !== undefined && { architecture }),
          ...(fault !== undefined && { fault }),
        })
      }
    } catch (error) {
      log.warn('Aliases could not be read.', { account, region, why: String(error) })
      unread.push(`aliases in ${placeName(config, { account, region })} (${errorName(error)})`)
    }
  })
  return { affected: all.flatMap(place => affected.get(place) ?? []), unread }
}

/**
 * The newest image of the family that the account can launch there, of the architecture of what the alias names now: a launch template
 * has an instance type for it.
 */
const targetOf = async (
  needs: AliasNeeds,
  { account, region, architecture }: Affected,
  copies: readonly Copy[],
  { complete, seeLaunch }: Pick<Everywhere, 'complete'> & { seeLaunch: SeeLaunch },
): Promise<Copy | undefined> => {
  const { config } = needs
  const byKey = new Map(copies.map(one => [imageKey(one.image), one]))
  const members = copies
    .filter(({ image }) => image.region === region)
    .flatMap(({ image, facts }) => memberOf(image, facts, config) ?? [])
  for (const build of buildsOf(members).slice(0, BUILDS_TRIED)) {
    const ofBuild = build.images.flatMap(one => byKey.get(imageKey(one)) ?? [])
    const chosen = await chooseCopy(needs, { account, region }, ofBuild, id => accountName(config, id))
    const copy = chosen.ok ? await complete(chosen.copy) : undefined
    if (copy?.facts.state !== 'available' || !isSame(architecture, copy.facts.architecture)) continue
    if ((await seeLaunch({ account, region }, copy)).fault === undefined) return copy
  }
  return undefined
}

/** Whether two architectures are the same, as far as both are known. */
const isSame = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other
