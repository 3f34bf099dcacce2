import type { KnownBlock } from '@slack/types'
import { ACTION_RULES, type Action } from '../src/domain/actions.ts'
import type { ApprovalNeed } from '../src/domain/approval.ts'
import type { Role } from '../src/domain/config.ts'
import { type FormMemo, mustTypeName, typedNameOf } from '../src/domain/form-fields.ts'
import { cooldownEndsAtMs, isProtected } from '../src/domain/image.ts'
import { decideRisk, type Impact, isLostForGood, isWhole, usesOf } from '../src/domain/impact.ts'
import type { Proposal } from '../src/domain/proposal.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import type { RiskIncrease } from '../src/domain/risk-increase.ts'
import { checkboxes, context, divider, section, textInput } from './elements.ts'
import { type Form, form } from './form.ts'
import { type ImpactView, impactLines, worseWords } from './impact.ts'
import { roleWords } from './refusal.ts'
import { code, shorten, toLine } from './text.ts'
import { accountWords, channelWords, stateWords } from './words.ts'

/** The form behind Disable… and Deregister…: the facts first, then what the person has to say. */

const titleOf = (action: Action): string => `${ACTION_RULES[action].label} image`

const CONSEQUENCE: Partial<Readonly<Record<Action, string>>> = {
  disable:
    'New launches will fail, in templates and scaling groups too. Running instances go on. All launch permissions are removed; amiops keeps them and offers to share again after Enable.',
  deregister:
    'Nobody can launch it any more: templates and scaling groups that name it fail. Running instances go on.',
}

const memoOf = (memo: FormMemo): string => JSON.stringify(memo)

/** What stands there while nothing is known yet: opened within Slack's three seconds. */
export const renderOpeningForm = (action: Action, proposalId: string): Form =>
  form({
    title: titleOf(action),
    blocks: [section('⏳ Looking at the image: who uses it, who has access, what would be lost…')],
    close: 'Cancel',
    memo: memoOf({ proposal: proposalId }),
  })

/** What stands there while a submission is being checked. */
export const renderCheckingForm = (title: string, proposalId: string): Form =>
  form({
    title,
    blocks: [section('⏳ Reading the facts once more before anything is done…')],
    close: 'Close',
    memo: memoOf({ proposal: proposalId }),
  })

/** The last word in a form: what became of it, and nothing left to send. */
export const renderClosingForm = (action: Action | undefined, blocks: readonly KnownBlock[]): Form =>
  form({ title: action ? titleOf(action) : 'amiops', blocks, close: 'Close', memo: memoOf({ proposal: '' }) })

export interface ChangeFormView extends ImpactView {
  proposal: Proposal
  record: ImageRecord
  /** The account's alias, or its id. */
  accountName: string
  /** The second person that the config asks for, whether there is one, and whether this person may go without. */
  approval: { need: ApprovalNeed; roles: readonly Role[]; isAlone: boolean; mayOverride: boolean } | undefined
  /** What got worse since the person looked last. */
  worse: readonly RiskIncrease[]
  /** What of the input was not right, in a sentence. */
  complaint?: string
  /** What was typed, when the form is drawn again. */
  typed?: { name?: string; purpose?: string }
}

const head = ({ proposal, record, accountName, facts }: ChangeFormView): KnownBlock[] => {
  const name = facts.name ? code(facts.name, 140) : code(record.imageId)
  return [
    section(`*${ACTION_RULES[proposal.action].label}* ${name}`),
    context(
      `${stateWords(facts.state)} · ${accountWords(record.account, accountName)} · ${record.region} · ${code(record.imageId)}`,
    ),
    section(CONSEQUENCE[proposal.action] ?? 'The image changes for everybody who uses it.'),
    divider(),
  ]
}

const warnings = ({ worse, complaint }: ChangeFormView): KnownBlock[] => [
  ...(worse.length > 0
    ? [
        section(
          `*🛑 It got worse while you were looking:*\n${shorten(worse.map(one => `• ${worseWords(one)}`).join('\n'), 2800)}\nNothing was changed. Look again, and send it once more if you still mean it.`,
        ),
      ]
    : []),
  ...(complaint === undefined ? [] : [section(`⚠️ ${complaint}`)]),
]

const choicesOf = ({ proposal, facts, approval }: ChangeFormView) => [
  ...(proposal.action === 'deregister' && facts.snapshots.length > 0
    ? [
        {
          value: 'deleteSnapshots',
          text: 'Delete its snapshots too',
          description: 'Those that another image uses are kept. Each result is reported.',
        },
      ]
    : []),
  ...(proposal.action === 'deregister' && isProtected(facts)
    ? [
        {
          value: 'unprotect',
          text: 'Switch its deregistration protection off first',
          description:
            facts.deregistrationProtection === 'enabled-with-cooldown'
              ? 'Its cooldown then keeps it protected for another 24 hours.'
              : 'It stays off, also if deregistering fails.',
        },
      ]
    : []),
  ...(approval?.mayOverride
    ? [
        {
          value: 'breakGlass',
          text: 'Emergency: go without the second person',
          description: 'Announced in the approvers’ channel and recorded, with your reason.',
        },
      ]
    : []),
]

/** The form as far as the facts have arrived; it can be sent once all have. */
export const renderChangeForm = (view: ChangeFormView): Form => {
  const { proposal, record, impact, facts, approval } = view
  const { action } = proposal
  const lines = impactLines(view, action === 'deregister').map(line => section(shorten(line, 3000)))
  const common = { title: titleOf(action), close: 'Cancel' }
  const cooldownMs = cooldownEndsAtMs(facts.deregistrationProtection)
  const isBlocked = action === 'deregister' && cooldownMs !== undefined && cooldownMs > view.nowMs
  if (!isWhole(impact) || isBlocked)
    return form({
      ...common,
      blocks: [...warnings(view), ...head(view), ...lines],
      memo: memoOf({ proposal: proposal.id }),
    })

  const needsName = mustTypeName(action, impact, proposal.options)
  const name = typedNameOf(record.imageId, facts)
  const choices = choicesOf(view)
  const mustUnprotect = action === 'deregister' && isProtected(facts)
  const alone = approval?.isAlone
    ? [
        section(
          `🚫 Nobody but you could approve this now${approval.mayOverride ? ': it goes only with Emergency, below' : ', so it would be refused'}.`,
        ),
      ]
    : []
  const second = approval && [
    ...alone,
    context(
      `🤝 A second person must agree: ${roleWords(approval.roles)}. They are asked in ${channelWords(approval.need.channel)} and have ${Math.round(approval.need.withinMs / 60_000)} minutes.`,
    ),
  ]
  return form({
    ...common,
    submit: approval ? 'Ask for approval' : ACTION_RULES[action].label,
    blocks: [
      ...warnings(view),
      ...head(view),
      ...lines,
      divider(),
      ...(second ?? []),
      textInput({
        id: 'purpose',
        label: approval ? 'Why?' : 'Why? (kept in the history)',
        isRequired: approval !== undefined,
        isMultiline: true,
        max: 500,
        ...(view.typed?.purpose && { initial: view.typed.purpose }),
      }),
      ...(choices.length > 0
        ? [
            checkboxes(
              { id: 'options', label: 'Also', isRequired: mustUnprotect },
              choices,
              Object.keys(proposal.options),
            ),
          ]
        : []),
      ...(needsName
        ? [
            textInput({
              id: 'name',
              label: `Type the image’s name: ${shorten(toLine(name), 150)}`,
              hint: `Asked because ${reasonsOf(impact, proposal).join(' and ')}.`,
              isRequired: true,
              isMultiline: false,
              max: 300,
              ...(view.typed?.name && { initial: view.typed.name }),
            }),
          ]
        : []),
    ],
    memo: memoOf({
      proposal: proposal.id,
      ...(needsName && { name: toLine(name) }),
      ...(approval && { mustSayWhy: true as const }),
      ...(mustUnprotect && { mustUnprotect: true as const }),
    }),
  })
}

const reasonsOf = (impact: Impact, { action, options }: Proposal): string[] => {
  const risk = decideRisk(impact)
  return [
    ...(risk.isInUse
      ? [usesOf(impact).length > 0 ? 'it is in use' : 'not all of its uses could be found out']
      : []),
    ...(risk.isShared
      ? [impact.sharing.known ? 'others would lose access' : 'who has access could not be found out']
      : []),
    ...(isLostForGood(action, impact, options)
      ? [impact.retention.known ? 'it would be for good' : 'it may be for good']
      : []),
  ]
}
