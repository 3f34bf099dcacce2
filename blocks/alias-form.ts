import type { KnownBlock } from '@slack/types'
import { actionWords } from '../src/domain/actions.ts'
import { PLAN_CALLBACK } from '../src/domain/form-fields.ts'
import { placeOf } from '../src/domain/plan-image.ts'
import {
  aliasTitle,
  changeInPlace,
  heldBackLine,
  linesWithGaps,
  placeWords,
  untouchedLines,
  usersLine,
} from './alias-words.ts'
import { context, divider, section } from './elements.ts'
import { type Form, form } from './form.ts'
import { checkboxes, reasonInput, select } from './input-elements.ts'
import type { PlanFormView } from './plan-form.ts'
import { roleWords } from './role-words.ts'
import { code, escapeText, shorten, toLine } from './text.ts'
import { channelWords } from './words.ts'

/** The form of a plan that sets an alias: old and new, a line for each place, then the fields. */

/** The checkbox that overrides the objections marked ⚠️. */
export const OVERRIDE_ALIAS = 'Override what is marked ⚠️'

/** Of a roll back: each place as it was before. */
const EACH_BEFORE = 'before'

/** Slack folds a section of more than a few lines. */
const LINES_OF_A_SECTION = 4

const sections = (lines: readonly string[]): KnownBlock[] => {
  const blocks: KnownBlock[] = []
  for (let at = 0; at < lines.length; at += LINES_OF_A_SECTION)
    blocks.push(section(lines.slice(at, at + LINES_OF_A_SECTION).join('\n')))
  return blocks
}

const placeLines = ({ plan: { alias }, images = [], nameOf }: PlanFormView): string[] =>
  alias
    ? linesWithGaps(alias, images, one => `➡️ ${placeWords(placeOf(one), nameOf)}${changeInPlace(alias, one)}`)
    : []

const approvalLine = ({ approval }: PlanFormView): KnownBlock[] =>
  approval
    ? [
        context(
          `🤝 Requires approval by ${roleWords(approval.roles)} in ${channelWords(approval.channel)} within ${Math.round(approval.withinMs / 60_000)} minutes.`,
        ),
      ]
    : []

const targetInput = ({ plan, choices }: PlanFormView): KnownBlock[] => {
  const targets = choices?.targets ?? []
  if (plan.action !== 'rollback' || targets.length === 0) return []
  return [
    select(
      { id: 'target', label: 'Roll back to', isRequired: true },
      [
        { value: EACH_BEFORE, text: 'What each place named before' },
        ...targets.map(({ value, text }) => ({ value, text: shorten(toLine(text), 75) })),
      ],
      plan.alias?.target ?? EACH_BEFORE,
    ),
  ]
}

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
const MOST_OPTIONS = 100

/** Each alias has places, gates and approvers of its own: another one is shown before it is set. */
const aliasInput = ({ plan: { alias }, choices }: PlanFormView): KnownBlock[] => {
  const aliases = (choices?.aliases ?? []).slice(0, MOST_OPTIONS)
  if (!alias || aliases.length < 2) return []
  const hint = 'Another alias is shown first: choose it, submit, and review it.'
  return [
    select(
      { id: 'alias', label: 'Alias', isRequired: true, hint },
      aliases.map(name => ({ value: name, text: shorten(toLine(name), 75) })),
      alias.alias,
    ),
  ]
}

export const renderAliasForm = (view: PlanFormView): Form => {
  const { plan, nameOf, changed, chosen, purpose, complaint, approval } = view
  const { alias, action, images } = plan
  if (!alias) throw new Error('Expected a plan of an alias.')
  const title = actionWords(action).label
  const canOverride = alias.heldBack.some(one => one.canOverride)
  const held = alias.heldBack.map(one => heldBackLine(one, nameOf))
  const shown: KnownBlock[] = [
    ...(changed
      ? [section('*🛑 This has changed since you saw it.* Nothing was set. Review it, then submit again.')]
      : []),
    ...(chosen ? [section('*This is what you chose.* Nothing was set. Review it, then submit again.')] : []),
    section(
      `*${aliasTitle(alias)}*${images === 0 && action === 'rollback' ? '' : `\n${code(alias.to, 128)}`}${alias.from === undefined ? '' : `\nNow: ${code(alias.from, 128)}`}`,
    ),
    ...(alias.differences === undefined
      ? []
      : [context(`Compared with now: ${escapeText(alias.differences, 1_000)}`)]),
    ...(alias.users && images > 0 ? [context(usersLine(alias.users, nameOf))] : []),
    divider(),
    ...sections(placeLines(view)),
    ...sections(held),
    ...untouchedLines(alias, nameOf).map(section),
    ...(images === 0 && held.length === 0 ? [section('There is nothing to set.')] : []),
  ]
  const canSet = images > 0 || canOverride || (view.choices?.targets.length ?? 0) > 0
  const inputs = [...aliasInput(view), ...targetInput(view)]
  if (!canSet && inputs.length === 0) return form({ title, blocks: shown, close: 'Close', memo: '' })
  return form({
    callback: PLAN_CALLBACK,
    title,
    blocks: [
      ...shown,
      divider(),
      ...approvalLine(view),
      ...(complaint === undefined ? [] : [section(`❌ *${complaint}*`)]),
      ...inputs,
      ...(canOverride
        ? [
            checkboxes(
              { id: 'options', label: 'Held back', isRequired: false },
              [
                {
                  value: 'override',
                  text: OVERRIDE_ALIAS,
                  description: 'Needs a reason. It is shown to the approvers and recorded.',
                },
              ],
              [],
            ),
          ]
        : []),
      reasonInput(approval !== undefined, purpose),
      context(
        'From then on, launch templates that use the parameter launch the image that it is set to. Running instances are not affected. Everything is checked again right before.',
      ),
    ],
    submit: canSet ? (approval ? 'Request approval' : title) : 'Next',
    close: 'Cancel',
    memo: JSON.stringify({ plan: plan.id, ...(approval && { mustSayWhy: true }) }),
  })
}

/** The target that was chosen in the form; undefined for what each place named before. */
export const targetOf = (value: string | undefined): string | undefined =>
  value === EACH_BEFORE ? undefined : value
