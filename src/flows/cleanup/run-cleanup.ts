import { cleanupTitle, cleanupWhy, uncheckedNotes } from '../../../blocks/cleanup-words.ts'
import { unreachedNotes } from '../../../blocks/unreached-words.ts'
import {
  type CleanupStep,
  type DueImage,
  type LeftImage,
  STEP_ACTIONS,
  WARNED_BEFORE_MS,
} from '../../domain/cleanup.ts'
import { cleanupReason } from '../../domain/cleanup-check.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { groupBy } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import { type OwnerPlace, ownerPlaceOf, unreachedOwners } from '../../domain/owner-place.ts'
import {
  imagesLeft,
  SUGGESTED_AT_MOST,
  type Suggestion,
  suggestedOf,
  suggestionId,
} from '../../domain/suggestion.ts'
import { readOpen } from '../suggest/read-open.ts'
import { suggestPlan } from '../suggest/suggest-plan.ts'
import { type Checked, checkDue } from './check-due.ts'
import { findDue } from './find-due.ts'
import type { CleanupNeeds } from './needs.ts'
import { type Warned, warnOwners } from './warn-owners.ts'

/** One clean-up. The same id suggests the same images only once. */
export interface CleanupRun {
  id: string
  /** Which families are cleaned up; without it, all of them. */
  isAsked?: (family: string | undefined) => boolean
  /** Until when its suggestions count. */
  untilMs: number
}

/** What a clean-up came to. */
export interface CleanedUp {
  suggestions: Suggestion[]
  warned: Warned[]
  /** In a suggestion that is still open, of the clean-up or of a retirement. */
  suggestedBefore: { images: number; suggestions: Suggestion[] }
  /** In another plan that is not over. */
  planned: number
  /** Owners were warned, and their week is not over. */
  waiting: number
  kept: LeftImage[]
  needed: LeftImage[]
  unchecked: LeftImage[]
  unscanned: readonly string[]
  /** Due, and left for the next time. */
  more: number
}

/** The most images that are looked up in a run, the longest due first. */
const CHECKED_AT_MOST = 1_000

/** A warning counts after a week, less the time by which a schedule may run early. */
const WARNED_ENOUGH_MS = WARNED_BEFORE_MS - 24 * 60 * 60_000

/**
 * Suggests what to clean up: 1 what is due, by lists 2 without what is suggested already 3 what nothing needs 4 warn the owners of what
 * may be deregistered in a week 5 suggest the rest, to each owner what to disable and what to deregister. Changes nothing in EC2.
 *
 * @throws {RetryLater} when Slack has no room now: run again with the same id, it goes on
 */
export const runCleanup = async (needs: CleanupNeeds, run: CleanupRun): Promise<CleanedUp> => {
  const { config, log } = needs
  // 1 what is due
  const found = await findDue(needs, config.cleanup?.rules ?? [], run.isAsked ?? (() => true))
  // 2 without what is suggested already
  const before = await readOpen(needs)
  const dueKeys = new Set(found.due.map(({ one }) => imageKey(one.image)))
  const isIn = (keys: ReadonlySet<string>) => found.due.filter(({ one }) => keys.has(imageKey(one.image)))
  const suggested = isIn(before.suggested)
  const planned = isIn(before.planned).filter(one => !suggested.includes(one))
  const fresh = found.due.filter(one => !suggested.includes(one) && !planned.includes(one))
  // 3 what nothing needs
  const checked = await checkDue(needs, fresh.slice(0, CHECKED_AT_MOST))
  const candidates = checked.filter(({ check }) => check.kind === 'candidate')
  const unchecked = [...found.unknown, ...leftOf(checked, 'unchecked')]
  // 4 warn the owners
  const { now, warn, waiting } = await splitByWarning(needs, candidates)
  const warned = await warnOwners(needs, run.id, warn)
  // 5 suggest the rest
  const suggestions: Suggestion[] = []
  for (const [key, ofOwner] of groupBy(now, one => `${ownerKey(ownerOfDue(needs, one))}|${one.step}`)) {
    const [first] = ofOwner
    if (!first) continue
    const owner = ownerOfDue(needs, first)
    const images = ofOwner.slice(0, SUGGESTED_AT_MOST)
    const suggestion = await suggestPlan(needs, {
      id: suggestionId('cleanup', run.id, first.step, key),
      action: STEP_ACTIONS[first.step],
      title: cleanupTitle(images.map(({ one }) => one.family)),
      why: cleanupWhy(
        first.step,
        images.map(({ rule }) => rule),
        slashCommandOf(config),
      ),
      ...owner,
      images: images.map(due => suggestedOf(due.one, cleanupReason(due))),
      notes: [
        ...unreachedNotes(
          unreachedOwners(
            config,
            images.map(({ one }) => one.facts),
          ),
          'images',
        ),
        ...uncheckedNotes(
          unchecked.filter(({ one }) => ownerKey(ownerOfDue(needs, { one })) === ownerKey(owner)),
        ),
      ],
      untilMs: run.untilMs,
    })
    suggestions.push(suggestion)
  }
  const result: CleanedUp = {
    suggestions,
    warned,
    suggestedBefore: {
      images: suggested.length,
      suggestions: before.suggestions.filter(one =>
        imagesLeft(one).some(({ image }) => dueKeys.has(imageKey(image))),
      ),
    },
    planned: planned.length,
    waiting: waiting.length,
    kept: found.kept,
    needed: leftOf(checked, 'needed'),
    unchecked,
    unscanned: found.unscanned,
    more: Math.max(0, fresh.length - CHECKED_AT_MOST),
  }
  log.info('A clean-up was suggested.', {
    run: run.id,
    suggestions: suggestions.map(({ id, images }) => ({ id, images: images.length })),
    warned: warned.map(({ channel, images }) => ({ channel, images })),
    kept: result.kept.length,
    needed: result.needed.length,
    unchecked: unchecked.length,
  })
  return result
}

const ownerKey = ({ channel, mention }: OwnerPlace): string => [channel, ...mention].join('|')

/** The owner of an image that a rule can apply to: it is available or disabled. */
const ownerOfDue = ({ config }: Pick<CleanupNeeds, 'config'>, { one }: Pick<DueImage, 'one'>): OwnerPlace =>
  ownerPlaceOf(config, {
    image: one.image,
    state: one.state === 'disabled' ? 'disabled' : 'available',
    facts: one.facts,
  })

const leftOf = (checked: readonly Checked[], kind: 'needed' | 'unchecked'): LeftImage[] =>
  checked.flatMap(({ one, check }) => (check.kind === kind ? [{ one, why: check.why }] : []))

/** An image is suggested for deregistering only if its owners were warned a week ago or earlier, and after it was disabled. */
const splitByWarning = async (
  { ledger, clock }: CleanupNeeds,
  candidates: readonly DueImage[],
): Promise<{ now: DueImage[]; warn: DueImage[]; waiting: DueImage[] }> => {
  const nowMs = clock.nowMs()
  const isLast = ({ step }: { step: CleanupStep }): boolean => step === 'deregister'
  const warnedAtMs = await ledger.readWarned(candidates.filter(isLast).map(({ one }) => one.image))
  const split = { now: [] as DueImage[], warn: [] as DueImage[], waiting: [] as DueImage[] }
  for (const due of candidates) {
    const atMs = warnedAtMs.get(imageKey(due.one.image))
    const isWarned = atMs !== undefined && atMs >= due.sinceMs
    if (!isLast(due)) split.now.push(due)
    else if (!isWarned) split.warn.push(due)
    else if (due.dueAtMs <= nowMs && nowMs - atMs >= WARNED_ENOUGH_MS) split.now.push(due)
    else split.waiting.push(due)
  }
  return split
}
