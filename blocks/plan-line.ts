import type { Plan } from '../src/domain/plan.ts'
import { countPlan, type PlanCounts, type PlanImage } from '../src/domain/plan-image.ts'
import { section } from './elements.ts'
import { type Message, message } from './message.ts'
import { planWords } from './plan-words.ts'
import { code, quoted } from './text.ts'
import { capital, numberWords, personWords } from './words.ts'

const STATE: Readonly<Record<Plan['state'], string>> = {
  open: 'opened',
  waiting: 'awaiting approval',
  running: 'started',
  stopping: 'stopped',
  finished: 'finished',
  declined: 'declined',
  withdrawn: 'withdrawn',
  expired: 'expired',
}

/** "38 done, 2 refused": what there is. */
export const countsInWords = (counts: PlanCounts): string =>
  (
    [
      ['done', counts.done],
      ['awaiting confirmation', counts.unconfirmed],
      ['refused', counts.refused],
      ['failed', counts.failed],
      ['cancelled', counts.cancelled],
      ['under way', counts.queued],
      ['waiting', counts.waiting],
    ] as const
  )
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${numberWords(count)} ${word}`)
    .join(', ')

/** "3 done · launch permissions: 2 done, 1 refused": one image can be enabled, and shared again. */
export const itemsInWords = (items: readonly PlanImage[]): string => {
  const shares = items.filter(({ action }) => action === 'share')
  const others = items.filter(({ action }) => action !== 'share')
  return [
    ...(others.length > 0 ? [countsInWords(countPlan(others))] : []),
    ...(shares.length > 0 ? [`launch permissions: ${countsInWords(countPlan(shares))}`] : []),
  ].join(' · ')
}

const NAMES_SHOWN = 3

/** " (web-1, web-2, web-3 and 37 more)": which images, the ones that matter most. */
const namesWords = ({ facts, images, alias, revocation }: Plan): string => {
  if (alias || revocation) return ''
  const names = facts.first.slice(0, NAMES_SHOWN).map(({ image, name }) => code(name ?? image.imageId, 60))
  const more = images - names.length
  return names.length === 0 ? '' : ` (${names.join(', ')}${more > 0 ? ` and ${numberWords(more)} more` : ''})`
}

/** A plan in one line, for the audit channel. Mentions nobody. */
export const renderPlanLine = (plan: Plan, items: readonly PlanImage[] | undefined): Message => {
  const { state, person, approval, stoppedBy, purpose } = plan
  const line = [
    `📋 Plan: ${planWords(plan)}${namesWords(plan)} · requested by ${personWords(person, 'name')}`,
    `*${STATE[state]}*${items ? `: ${itemsInWords(items)}` : ''}`,
    approval?.decidedBy &&
      state !== 'withdrawn' &&
      `${state === 'declined' ? 'declined' : 'approved'} by ${personWords(approval.decidedBy, 'name')}`,
    stoppedBy && `stopped by ${personWords(stoppedBy, 'name')}`,
    approval?.mustTypeNumber && approval.decidedBy && 'above the hourly limit',
    purpose && `reason: ${quoted(purpose, 300)}`,
    approval?.comment && `comment: ${quoted(approval.comment, 300)}`,
  ]
    .filter(part => typeof part === 'string' && part !== '')
    .join(' · ')
  return message(capital(line), [section(line)])
}
