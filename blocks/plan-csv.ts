import { imageActionOf, type Plan } from '../src/domain/plan.ts'
import type { PlanImage } from '../src/domain/plan-image.ts'
import { verbOf } from './action-words.ts'
import { csv } from './csv.ts'
import { whyWords } from './ec2-trouble.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { planWords } from './plan-words.ts'
import { capital } from './words.ts'

/** All images of a plan as a file. */

const COLUMNS = ['change', 'name', 'image', 'account', 'account name', 'region', 'state', 'reason', 'ended']

/** "enable", "re-share", "set prod of payments-base": one image can have several rows. */
const changeOf = (plan: Pick<Plan, 'action'>, one: PlanImage): string => {
  const { assignment } = one
  return assignment ? `set ${assignment.alias} of ${assignment.family}` : verbOf(imageActionOf(plan, one))
}

export const renderPlanCsv = (
  plan: Pick<Plan, 'action'>,
  images: readonly PlanImage[],
  nameOf: (account: string) => string,
): string =>
  csv(
    COLUMNS,
    images.map(one => {
      const { image, assignment, name = '', state, reason = '', endedAtMs } = one
      const { account, region } = assignment ?? image
      return [
        changeOf(plan, one),
        name,
        image.imageId,
        account,
        nameOf(account),
        region,
        state,
        reason,
        endedAtMs === undefined ? '' : new Date(endedAtMs).toISOString(),
      ]
    }),
  )

export const renderPlanCsvNote = (plan: Plan): Message =>
  renderNote('📄', `Plan to ${planWords(plan)}: the complete list is in the thread.`)

export const renderPlanCsvSent = (plan: Plan): Message =>
  renderNote('📄', `${capital(planWords(plan))}: the complete list was sent to you as a direct message.`)

export const renderPlanCsvNotSent = (code: string): Message =>
  renderNote(
    '⚠️',
    `The list of the plan could not be sent to you: ${whyWords(code)}.`,
    'Check that the app may send direct messages and files, then try again.',
  )
