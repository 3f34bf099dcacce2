import type { AliasPlace, AliasRule } from '../../domain/alias.ts'
import { placesOfAlias } from '../../domain/alias-places.ts'
import { accountName } from '../../domain/config.ts'
import { placeKey } from '../../domain/fleet.ts'
import { type Copy, promotionDoubts, promotionFault } from '../../domain/promotion.ts'
import { scanDoubts, scanGap } from '../../domain/scan-gates.ts'
import { chooseCopy } from './choose-copy.ts'
import type { AliasNeeds } from './needs.ts'
import type { Copies } from './read-copies.ts'
import { createRevokedSource, revokedFault } from './revoked-fault.ts'
import type { Wanted } from './see-places.ts'

/** A parameter keeps the last hundred versions. */
const VERSIONS = 100

/** What a promotion sets an alias to, and what is checked. */
export const promotionOf = (
  needs: AliasNeeds,
  {
    family,
    ownFamily,
    rule,
    rules,
    copies,
  }: {
    family: string
    ownFamily: string | undefined
    rule: AliasRule
    rules: readonly AliasRule[]
    copies: Copies
  },
): Wanted => {
  const { config, clock } = needs
  const previous = rules[rules.indexOf(rule) - 1]
  // Checked before anything else: a consequence of the revocation, such as "it is disabled", is not a reason of its own.
  let revoked: Promise<string | undefined> | undefined
  const revokedSource = createRevokedSource(needs)
  return {
    family,
    rule,
    places: placesOfAlias(family, rule),
    async choose(place) {
      revoked ??= revokedFault(
        needs,
        copies.copies.map(({ image }) => image),
      )
      const why = await revoked
      if (why) return { ok: false, why }
      const chosen = await chooseCopy(needs, place, copies.copies, account => accountName(config, account))
      const silent = copies.unread.get(placeKey(place))
      return !chosen.ok && silent !== undefined
        ? { ok: false, why: `EC2 did not say whether a copy of it is there (${silent})` }
        : chosen
    },
    fault: facts => promotionFault(facts, rule, clock.nowMs()),
    scanGap: facts => scanGap(facts, rule),
    needsLaunch: true,
    doubts: async (place, { image, facts }, before) => [
      ...(await revokedSource({ image, facts })),
      ...scanDoubts(facts, rule, clock.nowMs()),
      ...promotionDoubts({
        alias: rule.name,
        family,
        ownFamily,
        previous: previous && {
          alias: previous.name,
          hasNamed: await hasNamed(needs, previous, place, image.imageId, copies.copies),
        },
        before,
        now: facts,
      }),
    ],
  }
}

/** Whether an alias names, or has named, an image in a place; where it has none there, a copy of it in any of its own places. */
const hasNamed = async (
  { aliases, log }: AliasNeeds,
  rule: AliasRule,
  place: AliasPlace,
  imageId: string,
  copies: readonly Copy[],
): Promise<boolean | undefined> => {
  const there = rule.in.filter(one => placeKey(one) === placeKey(place))
  const ids = there.length > 0 ? [imageId] : copies.map(({ image }) => image.imageId)
  try {
    for (const where of there.length > 0 ? there : rule.in)
      if ((await aliases.versions(where, rule.parameter, VERSIONS)).some(({ value }) => ids.includes(value)))
        return true
    return false
  } catch (error) {
    log.warn('What an alias has named could not be read.', { alias: rule.name, why: String(error) })
    return undefined
  }
}

/** The first alias that does not name the image, or a copy of it, in each of its places: the next one to promote it to. */
export const namesEverywhere = async (
  { aliases, log }: AliasNeeds,
  rules: readonly AliasRule[],
  copies: readonly Copy[],
): Promise<AliasRule | undefined> => {
  const ids = new Set(copies.map(({ image }) => image.imageId))
  for (const rule of rules)
    for (const place of rule.in) {
      try {
        if (!ids.has((await aliases.read(place, rule.parameter))?.value ?? '')) return rule
      } catch (error) {
        log.warn('What an alias names could not be read.', { alias: rule.name, ...place, why: String(error) })
      }
    }
  return undefined
}
