import type { AliasPlace, NamedImage } from '../../domain/alias.ts'
import { aliasPlacesIn } from '../../domain/alias-places.ts'
import { buildsOf, memberOf } from '../../domain/builds.ts'
import { accountName } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeKey, placeName } from '../../domain/fleet.ts'
import { chunksOf, groupBy } from '../../domain/group-by.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import { type Copy, parameterFault } from '../../domain/promotion.ts'
import { idInRegion, madeFrom, type StrandedAlias, sourceOf } from '../../domain/revocation.ts'
import { inParallel } from '../../in-parallel.ts'
import { ofFacts, type Seen } from '../plans/see-images.ts'
import { chooseCopy } from '../promote/choose-copy.ts'
import type { AliasNeeds } from '../promote/needs.ts'
import type { Everywhere } from './everywhere.ts'
import type { Related } from './read-related.ts'

const PLACES_AT_ONCE = 16
const RECORDS_AT_ONCE = 100
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
  const targets = new Map<AliasPlace, Copy | string>()
  await inParallel(affected, PLACES_AT_ONCE, async one => {
    const why = one.fault ?? 'no other image of the family can be launched there'
    const target = one.fault ? undefined : await targetOf(needs, one, good.get(one.family) ?? [])
    targets.set(one, (target && (await everywhere.complete(target))) ?? why)
  })
  const assignments: Seen[] = []
  const stranded: StrandedAlias[] = []
  for (const one of affected) {
    const { fault: _said, ...alias } = one
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
): Promise<{ affected: (Affected & { fault?: string })[]; unread: string[] }> => {
  const all = aliasPlacesIn(config)
  const affected = new Map<AliasPlace, Affected & { fault?: string }>()
  const unread: string[] = []
  const names = new Map([...found.values()].map(({ image, facts }) => [idInRegion(image), facts.name]))
  await inParallel([...groupBy(all, placeKey).values()], PLACES_AT_ONCE, async inPlace => {
    const [{ account, region } = { account: '', region: '' }] = inPlace
    try {
      const parameters = inPlace.map(({ parameter }) => parameter)
      const read = await aliases.readAll({ account, region }, parameters)
      for (const place of inPlace) {
        const now = read.get(place.parameter)
        const id = now && idInRegion({ region, imageId: now.value })
        if (!now || id === undefined || !revoked.has(id)) continue
        const name = names.get(id)
        const fault = parameterFault(place.parameter, now)
        affected.set(place, {
          ...place,
          from: { imageId: now.value, ...(name !== undefined && { name }) },
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

/** The images of a family in these regions that can be launched, and are neither revoked nor made from a revoked one. */
const readGood = async (
  needs: AliasNeeds,
  everywhere: Pick<Everywhere, 'family'>,
  {
    family,
    regions,
    revoked,
  }: { family: string; regions: ReadonlySet<string>; revoked: ReadonlySet<string> },
): Promise<{ copies: readonly Copy[]; unread: readonly string[] }> => {
  const { copies, unread } = await everywhere.family(family, regions)
  const bad = new Set([...revoked, ...(await readRevoked(needs, copies))])
  for (const { image } of madeFrom(bad, copies)) bad.add(idInRegion(image))
  return {
    copies: copies.filter(({ image, facts }) => facts.state === 'available' && !bad.has(idInRegion(image))),
    unread,
  }
}

/** Those of these images, and of what they were made from, that were revoked earlier. */
const readRevoked = async ({ ledger, config }: AliasNeeds, all: readonly Copy[]): Promise<string[]> => {
  const sources = all.flatMap(one => sourceOf(one)?.split('/') ?? [])
  const refs = new Map<string, ImageRef>(all.map(({ image }) => [imageKey(image), image]))
  for (let at = 0; at < sources.length; at += 2)
    for (const { id: account } of config.accounts) {
      const image = { account, region: sources[at] ?? '', imageId: sources[at + 1] ?? '' }
      refs.set(imageKey(image), image)
    }
  const revoked: string[] = []
  for (const some of chunksOf([...refs.values()], RECORDS_AT_ONCE))
    for (const record of (await ledger.readImages(some)).values())
      if (record.revoked) revoked.push(idInRegion(record))
  return revoked
}

/** The newest image of the family that the account can launch there. */
const targetOf = async (
  needs: AliasNeeds,
  { account, region }: Affected,
  copies: readonly Copy[],
): Promise<Copy | undefined> => {
  const { config } = needs
  const byKey = new Map(copies.map(one => [imageKey(one.image), one]))
  const members = copies
    .filter(({ image }) => image.region === region)
    .flatMap(({ image, facts }) => memberOf(image, facts, config) ?? [])
  for (const build of buildsOf(members).slice(0, BUILDS_TRIED)) {
    const ofBuild = build.images.flatMap(one => byKey.get(imageKey(one)) ?? [])
    const chosen = await chooseCopy(needs, { account, region }, ofBuild, id => accountName(config, id))
    if (chosen.ok && chosen.copy.facts.state === 'available') return chosen.copy
  }
  return undefined
}
