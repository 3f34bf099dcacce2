import type { Message } from '../../../blocks/message.ts'
import { differencesWords } from '../../../blocks/new-build.ts'
import { durationWords } from '../../../blocks/words.ts'
import type { AliasAsk, AliasChange, AliasChoices } from '../../domain/alias-change.ts'
import { differencesOf } from '../../domain/differences.ts'
import { placeKey } from '../../domain/fleet.ts'
import { type ImageFacts, imageKey } from '../../domain/image.ts'
import type { Seen } from '../plans/see-images.ts'
import type { AliasNeeds } from './needs.ts'
import { seePlaces } from './see-places.ts'
import { understandAlias } from './understand-alias.ts'

/** What the form of an alias shows, or why there is none. */
export type SeenAlias =
  | {
      ok: true
      action: 'promote' | 'rollback'
      change: AliasChange
      images: readonly Seen[]
      choices: AliasChoices
    }
  | { ok: false; message: Message }

/** What the person chose in the form. */
interface Chosen {
  target?: string
  overrides?: true
}

/** Whether it promotes or rolls back; undefined if the plan that it retries no longer exists. */
export const aliasActionOf = async (
  { ledger }: Pick<AliasNeeds, 'ledger'>,
  { kind, planId = '' }: AliasAsk,
): Promise<'promote' | 'rollback' | undefined> => {
  if (kind !== 'retry') return kind
  const plan = await ledger.readPlan(planId)
  return plan?.alias && (plan.action === 'rollback' ? 'rollback' : 'promote')
}

/** Looks at everything that a change of an alias needs: 1 which alias, and to what 2 each place. */
export const seeAlias = async (
  needs: AliasNeeds,
  asked: AliasAsk,
  { target, overrides }: Chosen,
): Promise<SeenAlias> => {
  // 1 which alias, and to what
  const known = await understandAlias(needs, asked, target)
  if (!known.ok) return known
  const { action, wanted, choices, untouched = [] } = known
  // 2 each place
  const { images, heldBack, launchGaps, scanGaps, overridden } = await seePlaces(
    needs,
    wanted,
    overrides === true ? 'all' : (known.overridden ?? []),
  )
  const [first] = images
  const from = first?.assignment?.from
  const differs = first?.before && first.facts && differsIn(first.before, first.facts)
  return {
    ok: true,
    action,
    choices,
    images: images.map(({ before: _before, ...one }) => one),
    change: {
      family: wanted.family,
      alias: wanted.rule.name,
      asked: { ...asked, family: wanted.family, alias: wanted.rule.name },
      to: first?.name ?? first?.image.imageId ?? known.to,
      ...(from && { from: from.name ?? from.imageId }),
      ...(differs && { differences: differs }),
      heldBack,
      ...(untouched.length > 0 && { untouched }),
      ...(launchGaps.length > 0 && { launchGaps }),
      ...(scanGaps.length > 0 && { scanGaps }),
      ...(target !== undefined && { target }),
      ...(overridden.length > 0 && { overridden }),
    },
  }
}

/** What an image has otherwise than the one before, its age included. */
const differsIn = (before: ImageFacts, now: ImageFacts): string => {
  const words = differencesWords(differencesOf(before, now))
  if (before.createdAtMs === undefined || now.createdAtMs === undefined) return words
  const laterMs = now.createdAtMs - before.createdAtMs
  return `built ${durationWords(Math.abs(laterMs))} ${laterMs < 0 ? 'earlier' : 'later'} · ${words}`
}

/** Whether the form shows the same as before: the same images, what the alias names now, and what is held back. */
export const isSameAlias = (
  before: { alias: AliasChange; images: readonly Pick<Seen, 'image' | 'assignment'>[] },
  now: { alias: AliasChange; images: readonly Pick<Seen, 'image' | 'assignment'>[] },
): boolean => shownOf(before) === shownOf(now)

const shownOf = ({ alias, images }: Parameters<typeof isSameAlias>[0]): string =>
  JSON.stringify([
    images
      .map(({ image, assignment }) => [
        imageKey(image),
        assignment && placeKey(assignment),
        assignment?.from?.imageId,
      ])
      .sort(),
    alias.heldBack.map(({ account, region, why }) => [account, region, why]).sort(),
  ])
