import type { KnownBlock } from '@slack/types'
import { type Action, actionWords, isFamilyAction, type PlanAction } from '../src/domain/actions.ts'
import { type FormMemo, mustSayWhy, mustTypeName } from '../src/domain/form-fields.ts'
import { cooldownEndsAtMs, isProtected } from '../src/domain/image.ts'
import { isWhole } from '../src/domain/impact.ts'
import type { ChangeFormView } from './change-form-view.ts'
import { context, divider, section } from './elements.ts'
import { type Form, form } from './form.ts'
import { formInputs, nameToType } from './form-inputs.ts'
import { impactLines } from './impact.ts'
import { approvalSubmit, OVERRIDE_TEXT } from './override.ts'
import { worseWords } from './risk-increase.ts'
import { roleWords } from './role-words.ts'
import { code, shorten } from './text.ts'
import { accountWords, channelWords, stateWords } from './words.ts'

/** The form of Disable… and Deregister…: the facts first, then the fields. */

const titleOf = (action: PlanAction): string =>
  isFamilyAction(action) ? actionWords(action).label : `${actionWords(action).label} image`

const NO_LAUNCHES =
  'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected.'

const CONSEQUENCE: Partial<Readonly<Record<Action, string>>> = {
  disable: `${NO_LAUNCHES} All launch permissions are removed; amiops saves them, and the card offers to restore them after Enable.`,
  deregister: NO_LAUNCHES,
}

const memoOf = (memo: FormMemo): string => JSON.stringify(memo)

/** The form while nothing is known yet: opened within Slack's three seconds. */
export const renderOpeningForm = (action: Action, proposalId: string): Form =>
  form({
    title: titleOf(action),
    blocks: [section('⏳ Checking usage, sharing and recoverability…')],
    close: 'Cancel',
    memo: memoOf({ proposal: proposalId }),
  })

/** The form while a submission is checked. */
export const renderCheckingForm = (title: string, proposalId: string): Form =>
  form({
    title,
    blocks: [section('⏳ Re-checking before making the change…')],
    close: 'Close',
    memo: memoOf({ proposal: proposalId }),
  })

/** The last state of a form: the outcome, and nothing to send. */
export const renderClosingForm = (
  action: PlanAction | undefined,
  blocks: readonly KnownBlock[],
  { isUndo, isMany }: { isUndo?: boolean | undefined; isMany?: boolean | undefined } = {},
): Form =>
  form({
    title: action ? (isUndo ? 'Undo' : `${titleOf(action)}${isMany ? 's' : ''}`) : 'amiops',
    blocks,
    close: 'Close',
    memo: memoOf({ proposal: '' }),
  })

const head = ({ proposal, record, accountName, facts }: ChangeFormView): KnownBlock[] => {
  const name = facts.name ? code(facts.name, 140) : code(record.imageId)
  return [
    section(name),
    context(
      `${stateWords(facts.state)} · ${accountWords(record.account, accountName)} · ${record.region} · ${code(record.imageId)}`,
    ),
    section(CONSEQUENCE[proposal.action] ?? 'This changes the image for everybody who uses it.'),
    divider(),
  ]
}

export const warnings = ({ worse, pending }: Pick<ChangeFormView, 'worse' | 'pending'>): KnownBlock[] => [
  ...(pending === undefined ? [] : [section(`🤝 ${pending}`)]),
  ...(worse.length > 0
    ? [
        section(
          `*🛑 The impact has grown while the form was open:*\n${shorten(worse.map(one => `• ${worseWords(one)}`).join('\n'), 2800)}\nNothing was changed. Review it, then submit again if you still want the change.`,
        ),
      ]
    : []),
]

/** One line about who has to approve it, or why nobody is asked. */
export const approvalLine = ({
  approval,
  pending,
}: Pick<ChangeFormView, 'approval' | 'pending'>): KnownBlock[] => {
  if (!approval) return []
  const { need, roles, isAlone, unread, mayOverride } = approval
  const override = `To proceed, tick “${OVERRIDE_TEXT}” below.`
  if (pending !== undefined)
    return mayOverride
      ? [section(`⚠️ A second request is not sent. ${override}`)]
      : [
          context(
            'A second request is not sent. Wait for the decision on the pending one; its requester can withdraw it.',
          ),
        ]
  if (!isAlone)
    return [
      context(
        `🤝 Requires approval by ${roleWords(roles)} in ${channelWords(need.channel)} within ${Math.round(need.withinMs / 60_000)} minutes.`,
      ),
    ]
  if (mayOverride) return [section(`⚠️ No other approver is available. ${override}`)]
  const next =
    unread.length > 0
      ? `Slack did not say who is in ${roleWords([{ users: [], userGroups: unread }])}: try again in a minute.`
      : 'Ask an amiops admin to add approvers in amiops.config.yml.'
  return [section(`🚫 This requires approval, and no other approver is available. ${next}`)]
}

/** The form with the facts that have arrived. It can be sent once all have, if there is anybody to send it to. */
export const renderChangeForm = (view: ChangeFormView): Form => {
  const { proposal, record, impact, facts, approval, pending } = view
  const { action } = proposal
  const lines = impactLines(view, action === 'deregister').map(line => section(shorten(line, 3000)))
  const shown = [...warnings(view), ...head(view), ...lines]
  const cooldownMs = cooldownEndsAtMs(facts.deregistrationProtection)
  const isBlocked = action === 'deregister' && cooldownMs !== undefined && cooldownMs > view.nowMs
  const mustOverride = approval !== undefined && (approval.isAlone || pending !== undefined)
  const isClosed = isBlocked || (mustOverride && !approval.mayOverride)
  if (!isWhole(impact) || isClosed)
    return form({
      title: titleOf(action),
      close: 'Cancel',
      blocks: isWhole(impact) && !isBlocked ? [...shown, divider(), ...approvalLine(view)] : shown,
      memo: memoOf({ proposal: proposal.id }),
    })

  const { options } = proposal
  const needsName = mustTypeName(action, impact, options)
  const needsReason = mustSayWhy(action, impact, options, approval !== undefined)
  const mustUnprotect = action === 'deregister' && isProtected(facts)
  const isOverride = options.emergencyOverride === true
  return form({
    title: titleOf(action),
    close: 'Cancel',
    submit: approval ? approvalSubmit(action, isOverride || mustOverride) : actionWords(action).label,
    blocks: [
      ...shown,
      divider(),
      ...approvalLine(view),
      ...formInputs(view, impact, { needsName, needsReason, mustUnprotect, mustOverride }),
    ],
    memo: memoOf({
      proposal: proposal.id,
      ...(needsName && { name: nameToType(record, facts) }),
      ...(needsReason && { mustSayWhy: true as const }),
      ...(mustUnprotect && { mustUnprotect: true as const }),
      ...(mustOverride && { mustOverride: true as const }),
      ...(approval?.mayOverride && { overrides: action }),
    }),
  })
}
