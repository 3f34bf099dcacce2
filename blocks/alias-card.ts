import type { AliasChange, HeldBack } from '../src/domain/alias-change.ts'
import { isRunning } from '../src/domain/plan.ts'
import { countPlan, isEnded, isUndone, type PlanImage, placeOf } from '../src/domain/plan-image.ts'
import {
  aliasTitle,
  changeInPlace,
  heldBackLine,
  isThereAlready,
  linesWithGaps,
  placeWords,
  untouchedLines,
  usersLine,
} from './alias-words.ts'
import type { ButtonWords } from './elements.ts'
import { contextPart, type Part, sectionPart } from './part.ts'
import { retryButton } from './plan-buttons.ts'
import { EMOJI, type PlanCardKind, type PlanCardView } from './plan-card-view.ts'
import { planWords } from './plan-words.ts'
import { code, escapeText } from './text.ts'
import { countWords, numberWords, timeWords } from './words.ts'

/** The card of a plan that sets an alias: old and new, a line for each place, Retry and Roll back once it is over. */

/** Slack folds a section of more than a few lines. */
const PLACES_OF_A_SECTION = 4

const STATE: Readonly<Record<PlanImage['state'], string>> = {
  waiting: '',
  queued: 'setting it',
  unconfirmed: 'accepted, awaiting confirmation',
  done: 'confirmed',
  refused: 'not set',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** "✅ production · us-east-1 · confirmed" */
const placeLine = ({ nameOf, plan }: PlanCardView, one: PlanImage): string => {
  const { state, reason } = one
  const isWaiting = plan.state === 'waiting'
  const what = isWaiting || STATE[state] === '' ? '' : ` · ${STATE[state]}`
  const change = plan.alias ? changeInPlace(plan.alias, one) : ''
  const why = reason ? `: ${escapeText(reason, 300)}` : ''
  return `${isWaiting ? '➡️' : EMOJI[state]} ${placeWords(placeOf(one), nameOf)}${change}${what}${why}`
}

const inSections = (lines: readonly string[]): Part[] => {
  const parts: Part[] = []
  for (let at = 0; at < lines.length; at += PLACES_OF_A_SECTION)
    parts.push(sectionPart(lines.slice(at, at + PLACES_OF_A_SECTION).join('\n')))
  return parts
}

/** For the approvers what is to be set and what is unknown; afterwards what was not done first: failures, then what was held back. */
const placeParts = (view: PlanCardView, { heldBack, ...alias }: AliasChange): Part[] => {
  const { plan, images, nameOf } = view
  const lineOf = (one: PlanImage): string => placeLine(view, one)
  const heldOf = (some: readonly HeldBack[]): string[] => some.map(one => heldBackLine(one, nameOf))
  const there = heldOf(heldBack.filter(isThereAlready))
  const notSet = heldOf(heldBack.filter(one => !isThereAlready(one)))
  const groups =
    plan.state === 'waiting'
      ? [linesWithGaps(alias, images, lineOf), notSet, there]
      : [
          images.filter(isUndone).map(lineOf),
          notSet,
          [...images.filter(one => !isUndone(one)).map(lineOf), ...there],
        ]
  return groups.flatMap(inSections)
}

const bodyParts = (view: PlanCardView): Part[] => {
  const { plan, images, nameOf, nowMs } = view
  const { alias, approval, state } = plan
  if (!alias) return []
  const isShown = state === 'waiting' || isRunning(plan) || state === 'finished'
  const ended = images.filter(isEnded).length
  return [
    ...(state === 'waiting' && alias.differences !== undefined
      ? [contextPart(`Compared with now: ${escapeText(alias.differences, 1_000)}`)]
      : []),
    ...(state === 'waiting' && alias.users ? [contextPart(usersLine(alias.users, nameOf))] : []),
    ...(alias.overridden?.length
      ? [sectionPart(`⚠️ *Overridden:* ${alias.overridden.map(why => escapeText(why, 300)).join('; ')}`)]
      : []),
    ...(isRunning(plan)
      ? [contextPart(`${numberWords(ended)} of ${countWords(images.length, 'place')}`)]
      : []),
    ...(isShown ? placeParts(view, alias) : []),
    ...(isShown ? untouchedLines(alias, nameOf).map(contextPart) : []),
    ...(state === 'waiting'
      ? [contextPart(`⏳ Awaiting approval · expires ${timeWords(approval?.expiresAtMs ?? nowMs)}`)]
      : []),
  ]
}

const buttons = ({ plan, images }: PlanCardView): ButtonWords[] => {
  if (plan.state !== 'finished') return []
  const what = planWords(plan)
  return [
    ...retryButton(plan, images),
    ...(countPlan(images).done > 0
      ? [{ actionId: 'plan-rollback', text: 'Roll back…', label: `Roll back: ${what}`, value: plan.id }]
      : []),
  ]
}

export const aliasCard: PlanCardKind = {
  subject({ plan }) {
    const { alias, action } = plan
    if (!alias) return { mrkdwn: '', words: '' }
    const verb = action === 'rollback' ? 'roll back ' : ''
    const before = alias.from === undefined ? '' : `\nBefore: ${code(alias.from, 100)}`
    return {
      mrkdwn: `*${verb}${aliasTitle(alias)}:* ${code(alias.to, 100)}${before}`,
      words: planWords(plan),
    }
  },
  body: bodyParts,
  buttons,
  places: ({ plan }) => (plan.alias?.asked.kind === 'retry' ? 'retries an earlier plan' : ''),
}
