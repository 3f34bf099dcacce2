import { renderNoAliases, renderNoSuchAlias } from '../../../blocks/alias-answers.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderUnreachable } from '../../../blocks/not-possible.ts'
import { renderNoSuchPlan } from '../../../blocks/plan-answers.ts'
import type { AccountRegion } from '../../domain/alias.ts'
import { aliasRuleOf } from '../../domain/alias-approval.ts'
import type { AliasAsk, AliasChoices } from '../../domain/alias-change.ts'
import { placesOfAlias } from '../../domain/alias-places.ts'
import { errorName } from '../../domain/error-name.ts'
import { familyOf } from '../../domain/family.ts'
import { placeKey } from '../../domain/fleet.ts'
import type { ImageFacts } from '../../domain/image.ts'
import { isEnded, placeOf } from '../../domain/plan-image.ts'
import type { Copy } from '../../domain/promotion.ts'
import type { AliasNeeds } from './needs.ts'
import { namesEverywhere, promotionOf } from './promotion.ts'
import { readCopies } from './read-copies.ts'
import { rollbackOf, targetsOf } from './rollback.ts'
import type { Wanted } from './see-places.ts'

/** Which alias, and what it is to be set to. */
type Asked =
  | {
      ok: true
      action: 'promote' | 'rollback'
      wanted: Wanted
      to: string
      choices: AliasChoices
      /** The objections that were overridden before. */
      overridden?: readonly string[]
      /** Of the roll back of a plan: places of the alias that it did not set. */
      untouched?: readonly AccountRegion[]
    }
  | { ok: false; message: Message }

/**
 * Finds out what a request for an alias means: which alias, in which places, and what it is set to; or why that is not possible.
 *
 * @param target of a roll back: the earlier target that was chosen
 */
export const understandAlias = async (
  needs: AliasNeeds,
  asked: AliasAsk,
  target: string | undefined,
): Promise<Asked> => {
  switch (asked.kind) {
    case 'promote':
      return understandPromotion(needs, asked)
    case 'rollback':
      return understandRollback(needs, asked, target)
    case 'retry':
      return understandRetry(needs, asked)
  }
}

const understandPromotion = async (needs: AliasNeeds, { image, ...asked }: AliasAsk): Promise<Asked> => {
  const { config, images, log } = needs
  if (!image) return { ok: false, message: renderNoSuchPlan() }
  let facts: ImageFacts | undefined
  try {
    facts = (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
  } catch (error) {
    log.warn('An image to be promoted could not be looked at.', { ...image, why: String(error) })
    return { ok: false, message: renderUnreachable('promote', image, errorName(error)) }
  }
  const self: Copy = { image, facts: facts ?? { state: 'deregistered', tags: {}, snapshots: [] } }
  const ownFamily = facts && familyOf(facts, config)
  const family = asked.family ?? ownFamily ?? ''
  const rules = config.families[family]?.aliases ?? []
  if (rules.length === 0)
    return { ok: false, message: renderNoAliases(self.facts.name ?? image.imageId, family) }
  const regions = new Set(rules.flatMap(rule => rule.in.map(({ region }) => region)))
  const copies = await readCopies(needs, self, regions)
  const rule =
    asked.alias === undefined
      ? ((await namesEverywhere(needs, rules, copies.copies)) ?? rules.at(-1))
      : rules.find(({ name }) => name === asked.alias)
  if (!rule) return { ok: false, message: renderNoSuchAlias(asked.alias ?? '', family, rules) }
  return {
    ok: true,
    action: 'promote',
    to: self.facts.name ?? image.imageId,
    wanted: promotionOf(needs, { family, ownFamily, rule, rules, copies }),
    choices: { aliases: rules.map(({ name }) => name), targets: [] },
  }
}

const understandRollback = async (
  needs: AliasNeeds,
  asked: AliasAsk,
  target: string | undefined,
): Promise<Asked> => {
  const { ledger, config } = needs
  const plan = asked.planId === undefined ? undefined : await ledger.readPlan(asked.planId)
  if (asked.planId !== undefined && !plan?.alias) return { ok: false, message: renderNoSuchPlan() }
  const { family = '', alias = '' } = plan?.alias ?? asked
  const rule = aliasRuleOf(config, { family, alias })
  if (!rule)
    return { ok: false, message: renderNoSuchAlias(alias, family, config.families[family]?.aliases ?? []) }
  const done = (plan ? await ledger.readPlanImages(plan.id) : []).filter(({ state }) => state === 'done')
  const before = new Map(
    done.flatMap(({ assignment }) =>
      assignment ? [[placeKey(assignment), assignment.from?.imageId] as const] : [],
    ),
  )
  const { only } = asked
  const all = placesOfAlias(family, rule)
  const places = all.filter(
    place =>
      (!plan || before.has(placeKey(place))) && (only === undefined || placeKey(only) === placeKey(place)),
  )
  const targets = await targetsOf(needs, places)
  return {
    ok: true,
    action: 'rollback',
    to: 'what it named before',
    wanted: await rollbackOf(needs, { family, rule, places, before, target }),
    choices: { aliases: [], targets: targets.map(({ value, text }) => ({ value, text })) },
    ...(plan && {
      untouched: all
        .filter(place => !before.has(placeKey(place)))
        .map(({ account, region }) => ({ account, region })),
    }),
  }
}

/** The places of a plan in which an alias was not set, each to the image that was asked for. */
const understandRetry = async (needs: AliasNeeds, asked: AliasAsk): Promise<Asked> => {
  const { ledger, config } = needs
  const plan = asked.planId === undefined ? undefined : await ledger.readPlan(asked.planId)
  if (!plan?.alias) return { ok: false, message: renderNoSuchPlan() }
  const { family, alias, to, overridden = [] } = plan.alias
  const rule = aliasRuleOf(config, { family, alias })
  if (!rule)
    return { ok: false, message: renderNoSuchAlias(alias, family, config.families[family]?.aliases ?? []) }
  const undone = (await ledger.readPlanImages(plan.id)).filter(one => isEnded(one) && one.state !== 'done')
  const images = new Map(undone.map(one => [placeKey(placeOf(one)), one.image]))
  const places = placesOfAlias(family, rule).filter(place => images.has(placeKey(place)))
  const action = plan.action === 'rollback' ? 'rollback' : 'promote'
  const before = new Map([...images].map(([place, { imageId }]) => [place, imageId]))
  const wanted = await rollbackOf(needs, { family, rule, places, before, target: undefined })
  const promoted = plan.alias.asked.image
  if (action === 'rollback' || !promoted)
    return { ok: true, action, to, wanted, choices: { aliases: [], targets: [] }, overridden }
  const promotion = await understandPromotion(needs, { ...plan.alias.asked, family, alias })
  return promotion.ok
    ? {
        ...promotion,
        overridden,
        wanted: { ...promotion.wanted, places, choose: wanted.choose },
        choices: { aliases: [], targets: [] },
      }
    : promotion
}
