import type { KnownBlock } from '@slack/types'
import { actionWords, takesAway } from '../src/domain/actions.ts'
import type { AliasChoices } from '../src/domain/alias-change.ts'
import type { Role } from '../src/domain/config.ts'
import { PLAN_CALLBACK } from '../src/domain/form-fields.ts'
import { imagesOf, isRemoval, type Plan } from '../src/domain/plan.ts'
import { type TypedForPlan, typedForPlan } from '../src/domain/plan-confirmation.ts'
import type { LeftOut } from '../src/domain/plan-facts.ts'
import type { PlanImage } from '../src/domain/plan-image.ts'
import { context, divider, section } from './elements.ts'
import { type Form, form } from './form.ts'
import { checkboxes, reasonInput, textInput } from './input-elements.ts'
import { factLines, firstImages, laterWords, leftOutWords, placesWords } from './plan-words.ts'
import { roleWords } from './role-words.ts'
import { sharingBackLines } from './sharing-back.ts'
import { shorten } from './text.ts'
import { channelWords, countWords, numberWords, timeWords } from './words.ts'

/** The form of a plan: the facts of all its images, worst first, then the reason. */

export interface PlanFormView {
  plan: Plan
  nameOf: (account: string) => string
  leftOut: readonly LeftOut[]
  changed?: true
  /** What the person chose in the form is shown for the first time. */
  chosen?: true
  purpose?: string
  complaint?: string
  approval?: { roles: readonly Role[]; channel: string; withinMs: number }
  /** Its items. */
  images?: readonly Pick<PlanImage, 'image' | 'name' | 'assignment' | 'action' | 'share'>[]
  /** Of an alias: what the person can choose. */
  choices?: AliasChoices
  /** The plan is above the person's limit within an hour. */
  above?: { limit: number; left: number }
}

const titleOf = (plan: Pick<Plan, 'action' | 'retirement'>): string =>
  isRemoval(plan) ? 'Remove dates' : `${actionWords(plan.action).label} images`

export const renderOpeningPlanForm = (): Form =>
  form({ title: 'Plan', blocks: [section('⏳ Looking at the images…')], close: 'Cancel', memo: '' })

const NO_LAUNCHES =
  'No new instances can be launched from these AMIs; launch templates and Auto Scaling groups that use them will fail. Running instances are not affected.'

const consequenceOf = ({ plan, images = [], nameOf }: PlanFormView): string[] => {
  switch (plan.action) {
    case 'retire':
      return [
        plan.retirement?.deprecateAtMs === undefined
          ? 'Their deprecation dates are removed: accounts that they are shared with find them again, and nobody is warned any more.'
          : `Deprecated from ${timeWords(plan.retirement.deprecateAtMs)} on: EC2 then hides them from accounts that do not own them. They can still be launched by their ids. amiops warns the owners and those who run them a week and a day before, and on the day.`,
      ]
    case 'disable':
      return [`${NO_LAUNCHES} All launch permissions are removed; amiops saves them.`]
    case 'deregister':
      return [NO_LAUNCHES]
    case 'enable':
      return sharingBackLines(plan, images, nameOf)
    default:
      return []
  }
}

export const approvalLines = ({ plan, approval, above }: PlanFormView): KnownBlock[] => {
  const limit = above
    ? `${countWords(imagesOf(plan), 'image')} are more than the ${numberWords(above.limit)} that you may change within an hour${above.left < above.limit ? ` (${numberWords(above.left)} left)` : ''}`
    : ''
  if (above && !approval)
    return [
      section(`🚫 ${limit}, and no approvers are configured.`),
      context('Select fewer images, or ask an amiops admin to configure an approval for this action.'),
    ]
  if (!approval) return []
  const who = `${roleWords(approval.roles)} in ${channelWords(approval.channel)} within ${Math.round(approval.withinMs / 60_000)} minutes`
  return [
    context(
      above
        ? `🤝 ${limit}: requires approval by ${who}, with the number of images typed.`
        : `🤝 Requires one approval for all images, by ${who}.`,
    ),
  ]
}

const typedInput = (typed: TypedForPlan | undefined): KnownBlock[] =>
  typed === undefined
    ? []
    : [
        textInput({
          id: 'typed',
          label:
            'number' in typed
              ? `Type the number of images: ${typed.number}`
              : `Type the image’s name: ${shorten(typed.name, 150)}`,
          hint: 'Required because images are in use, shared, or could not be restored.',
          isRequired: true,
          isMultiline: false,
          max: 200,
        }),
      ]

export const renderPlanForm = (view: PlanFormView): Form => {
  const { plan, nameOf, leftOut, changed, purpose, complaint, approval, above } = view
  const { action, facts, images, options } = plan
  const isClosed = above !== undefined && approval === undefined
  const more = images - facts.first.length
  const left = leftOutWords(leftOut)
  const asksFirst = takesAway(action)
  const shown: KnownBlock[] = [
    ...(changed
      ? [
          section(
            '*🛑 The images have changed since you saw them.* Nothing was changed. Review them, then submit again.',
          ),
        ]
      : []),
    section(
      `*${countWords(images, 'image')}*${facts.sizeGiB > 0 ? ` · ${numberWords(facts.sizeGiB)} GiB` : ''} · ${placesWords(facts, nameOf)}`,
    ),
    ...consequenceOf(view).map(section),
    ...(isRemoval(plan) ? [] : factLines(action, facts)).map(section),
    ...(left === '' ? [] : [context(`↪️ ${left}.`)]),
    divider(),
    ...firstImages(facts, nameOf).map(section),
    ...(more > 0 ? [context(`and ${numberWords(more)} more`)] : []),
    divider(),
    ...approvalLines(view),
  ]
  const typed = typedForPlan(plan)
  if (isClosed) return form({ title: titleOf(plan), blocks: shown, close: 'Close', memo: '' })
  return form({
    callback: PLAN_CALLBACK,
    title: titleOf(plan),
    blocks: [
      ...shown,
      ...(complaint === undefined ? [] : [section(`❌ *${complaint}*`)]),
      ...typedInput(typed),
      reasonInput(asksFirst || approval !== undefined, purpose),
      ...(action === 'deregister'
        ? [
            checkboxes(
              { id: 'options', label: 'Options', isRequired: false },
              [
                {
                  value: 'deleteSnapshots',
                  text: 'Delete their snapshots too',
                  description: 'Snapshots used by other AMIs are kept.',
                },
              ],
              options.deleteSnapshots ? ['deleteSnapshots'] : [],
            ),
          ]
        : []),
      context(laterWords(action)),
    ],
    submit: approval
      ? 'Request approval'
      : `${isRemoval(plan) ? 'Remove dates of' : actionWords(action).label} ${numberWords(images)}`,
    close: 'Cancel',
    memo: JSON.stringify({
      plan: plan.id,
      ...((asksFirst || approval) && { mustSayWhy: true }),
      ...(typed !== undefined && { typed }),
    }),
  })
}
