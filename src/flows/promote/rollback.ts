import type { AliasPlace, AliasRule } from '../../domain/alias.ts'
import { accountName } from '../../domain/config.ts'
import { placeKey } from '../../domain/fleet.ts'
import { type Copy, rollbackDoubts, rollbackFault } from '../../domain/promotion.ts'
import { inParallel } from '../../in-parallel.ts'
import { type ChosenCopy, chooseCopy, isSharedWith } from './choose-copy.ts'
import { findByIds } from './find-by-ids.ts'
import type { AliasNeeds } from './needs.ts'
import { readCopies } from './read-copies.ts'
import { revokedFault } from './revoked-fault.ts'
import type { Wanted } from './see-places.ts'

/** How many earlier targets are offered, and how many of the last versions are searched for them. */
const TARGETS = 10
const VERSIONS = 50
const PLACES_AT_ONCE = 8

/** An image that the alias named before in one of its places; it stands for its copies. */
interface Target {
  /** `region/imageId` */
  value: string
  /** The same of each place that named it: the form may have shown another one of them. */
  values: readonly string[]
  text: string
  atMs: number
  copy: Copy
}

/** What an alias named earlier in any of its places, the last one first; images that are gone are left out. */
export const targetsOf = async (needs: AliasNeeds, places: readonly AliasPlace[]): Promise<Target[]> => {
  const { aliases, log } = needs
  const byName = new Map<string, Target>()
  await inParallel(places, PLACES_AT_ONCE, async place => {
    try {
      const [now, ...earlier] = await aliases.versions(place, place.parameter, VERSIONS)
      const ids = [...new Set(earlier.map(({ value }) => value))].filter(id => id !== now?.value)
      const found = await findByIds(needs, place, ids.slice(0, TARGETS))
      for (const { value: imageId, changedAtMs: atMs } of earlier) {
        const copy = found.get(imageId)
        if (copy?.facts.state !== 'available') continue
        if (await revokedFault(needs, [copy.image])) continue
        const text = copy.facts.name ?? imageId
        const known = byName.get(text)
        const value = `${place.region}/${imageId}`
        const values = [...new Set([...(known?.values ?? []), value])]
        const isLater = !known || known.atMs < atMs || (known.atMs === atMs && value < known.value)
        byName.set(text, isLater ? { value, values, text, atMs, copy } : { ...known, values })
      }
    } catch (error) {
      log.warn('What an alias named before could not be read.', { ...place, why: String(error) })
    }
  })
  return [...byName.values()].sort((a, b) => b.atMs - a.atMs).slice(0, TARGETS)
}

/**
 * What a roll back sets an alias to, and what is checked.
 *
 * @param before what each place is to name, by place: undefined for one that named nothing; a place that is not in it gets what it named
 * last
 * @param target the earlier target that was chosen, in its place
 */
export const rollbackOf = async (
  needs: AliasNeeds,
  {
    family,
    rule,
    places,
    before,
    target,
  }: {
    family: string
    rule: AliasRule
    places: readonly AliasPlace[]
    before: ReadonlyMap<string, string | undefined>
    target: string | undefined
  },
): Promise<Wanted> => {
  const { config, clock, aliases } = needs
  const common = {
    family,
    rule,
    places,
    fault: rollbackFault,
    doubts: async (_place: AliasPlace, { facts }: Copy) => rollbackDoubts(facts, clock.nowMs()),
  }
  if (target !== undefined) {
    const chosen = (await targetsOf(needs, places)).find(({ values }) => values.includes(target))
    // It was there when the form was drawn: what somebody did not choose is not set in its place.
    if (!chosen)
      return { ...common, choose: async () => ({ ok: false, why: 'what was chosen cannot be set any more' }) }
    const { copies } = await readCopies(needs, chosen.copy, new Set(places.map(({ region }) => region)))
    return {
      ...common,
      choose: async place =>
        unlessRevoked(needs, await chooseCopy(needs, place, copies, account => accountName(config, account))),
    }
  }
  return {
    ...common,
    async choose(place, now) {
      const versions = before.has(placeKey(place))
        ? []
        : await aliases.versions(place, place.parameter, VERSIONS)
      const imageId = before.get(placeKey(place)) ?? versions.find(({ value }) => value !== now?.value)?.value
      if (imageId === undefined) return { ok: false, why: 'it has named nothing else there' }
      const copy = (await findByIds(needs, place, [imageId])).get(imageId)
      if (!copy) return { ok: false, why: `${imageId}, which it named before, is gone` }
      const { account } = copy.image
      // Found in the account that owns it: whether this one can use it is another question.
      if (account !== place.account && !isSharedWith(await needs.images.sharing(copy.image), place.account))
        return {
          ok: false,
          why: `${copy.facts.name ?? imageId} of ${accountName(config, account)} is not shared with this account any more`,
        }
      return unlessRevoked(needs, { ok: true, copy })
    },
  }
}

/** A copy that was chosen, unless it is revoked. */
const unlessRevoked = async (needs: AliasNeeds, chosen: ChosenCopy): Promise<ChosenCopy> => {
  const why = chosen.ok ? await revokedFault(needs, [chosen.copy.image]) : undefined
  return why ? { ok: false, why } : chosen
}
