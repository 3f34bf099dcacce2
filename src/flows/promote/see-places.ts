import type { AliasPlace, AliasRule } from '../../domain/alias.ts'
import { type HeldBack, NAMES_IT_ALREADY, type PlaceGap } from '../../domain/alias-change.ts'
import { errorName } from '../../domain/error-name.ts'
import type { ImageFacts } from '../../domain/image.ts'
import { type Copy, parameterFault } from '../../domain/promotion.ts'
import { inParallel } from '../../in-parallel.ts'
import type { ParameterNow } from '../../ports.ts'
import type { Seen } from '../plans/see-images.ts'
import type { ChosenCopy } from './choose-copy.ts'
import { findByIds } from './find-by-ids.ts'
import type { AliasNeeds } from './needs.ts'
import { createSeeLaunch, type SeeLaunch } from './see-launch.ts'

/** What an alias is set to, and by which rules. */
export interface Wanted {
  family: string
  rule: AliasRule
  places: readonly AliasPlace[]
  /** The image for a place, or why there is none. */
  choose: (place: AliasPlace, now: ParameterNow | undefined) => Promise<ChosenCopy>
  /** Why the image cannot be named. */
  fault: (facts: ImageFacts) => string | undefined
  /** What could not be checked about the image; the alias is set all the same. */
  scanGap?: (facts: ImageFacts) => string | undefined
  /** A place whose account cannot launch the image is held back. */
  needsLaunch?: true
  /** Objections that a person can override. */
  doubts: (place: AliasPlace, copy: Copy, before: ImageFacts | undefined) => Promise<string[]>
}

/** What can be set, and what is held back. */
export interface SeenPlaces {
  images: (Seen & { before?: ImageFacts })[]
  heldBack: HeldBack[]
  launchGaps: PlaceGap[]
  scanGaps: PlaceGap[]
  overridden: string[]
}

const PLACES_AT_ONCE = 8

/** The objections that are overridden: all, or those that are listed. */
type Overrides = 'all' | readonly string[]

type SeenPlace =
  | { ok: true; one: SeenPlaces['images'][number]; doubts: string[]; gap?: PlaceGap; scanGap?: PlaceGap }
  | { ok: false; held: HeldBack }

/**
 * Looks at each place of an alias: 1 what its parameter is now 2 the image for it 3 whether it can be named
 * 4 whether the account can launch it 5 objections.
 * Places that do not answer are held back, and stop no other.
 *
 * @param overrides the objections that are overridden
 */
export const seePlaces = async (
  needs: AliasNeeds,
  wanted: Wanted,
  overrides: Overrides,
): Promise<SeenPlaces> => {
  const seen = new Map<AliasPlace, SeenPlace>()
  const seeLaunch = wanted.needsLaunch && createSeeLaunch(needs)
  await inParallel(wanted.places, PLACES_AT_ONCE, async place => {
    seen.set(place, await seePlace(needs, wanted, place, { overrides, seeLaunch }))
  })
  const all = wanted.places.flatMap(place => seen.get(place) ?? [])
  return {
    images: all.flatMap(one => (one.ok ? [one.one] : [])),
    heldBack: all.flatMap(one => (one.ok ? [] : [one.held])),
    launchGaps: all.flatMap(one => (one.ok && one.gap ? [one.gap] : [])),
    scanGaps: all.flatMap(one => (one.ok && one.scanGap ? [one.scanGap] : [])),
    overridden: [...new Set(all.flatMap(one => (one.ok ? one.doubts : [])))],
  }
}

const seePlace = async (
  needs: AliasNeeds,
  { choose, fault, doubts, scanGap }: Wanted,
  place: AliasPlace,
  { overrides, seeLaunch }: { overrides: Overrides; seeLaunch: SeeLaunch | undefined },
): Promise<SeenPlace> => {
  const { account, region, parameter } = place
  const held = (why: string, canOverride?: true): SeenPlace => ({
    ok: false,
    held: { account, region, why: why.slice(0, 400), ...(canOverride && { canOverride }) },
  })
  // 1 what its parameter is now
  let now: ParameterNow | undefined
  try {
    now = await needs.aliases.read(place, parameter)
  } catch (error) {
    return held(`Parameter Store did not answer: ${error instanceof Error ? error.message : 'error'}`)
  }
  const wrong = parameterFault(parameter, now)
  if (wrong) return held(wrong)
  try {
    // 2 the image for it
    const chosen = await choose(place, now)
    if (!chosen.ok) return held(chosen.why)
    const { image, facts } = chosen.copy
    // 3 whether it can be named
    if (now?.value === image.imageId) return held(NAMES_IT_ALREADY)
    const why = fault(facts)
    if (why) return held(why)
    // 4 whether the account can launch it
    const { fault: obstacle, gap } = (await seeLaunch?.(place, chosen.copy)) ?? {}
    if (obstacle) return held(obstacle)
    // 5 objections
    const before = now && (await findByIds(needs, place, [now.value])).get(now.value)?.facts
    const found = await doubts(place, chosen.copy, before)
    if (overrides !== 'all' && found.some(one => !overrides.includes(one)))
      return held(found.join('; '), true)
    const { name, createdAtMs, state } = facts
    const unscanned = scanGap?.(facts)
    const from = now && { imageId: now.value, ...(before?.name !== undefined && { name: before.name }) }
    return {
      ok: true,
      doubts: found,
      ...(gap && { gap: { account, region, why: gap.slice(0, 400) } }),
      ...(unscanned && { scanGap: { account, region, why: unscanned } }),
      one: {
        image,
        state,
        facts,
        ...(name !== undefined && { name }),
        ...(createdAtMs !== undefined && { createdAtMs }),
        ...(before && { before }),
        assignment: { ...place, ...(from && { from }) },
      },
    }
  } catch (error) {
    needs.log.warn('A place of an alias could not be looked at.', { account, region, why: String(error) })
    return held(`EC2 did not answer (${errorName(error)})`)
  }
}
