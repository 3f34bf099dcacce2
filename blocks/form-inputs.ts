import type { KnownBlock } from '@slack/types'
import { type Complaint, typedNameOf, UNPROTECT_TEXT } from '../src/domain/form-fields.ts'
import { type ImageFacts, isProtected } from '../src/domain/image.ts'
import { decideRisk, type Impact, isFoundInUse, isLostForGood } from '../src/domain/impact.ts'
import type { Proposal } from '../src/domain/proposal.ts'
import type { ChangeFormView } from './change-form-view.ts'
import { section } from './elements.ts'
import { checkboxes, reasonInput, textInput } from './input-elements.ts'
import { OVERRIDE_TEXT, OVERRIDE_VALUE, overrideWarning } from './override.ts'
import { shorten, toLine } from './text.ts'

/** The fields of a form. An error is shown directly above its field. */

/** What has to be filled in. */
interface Musts {
  needsName: boolean
  needsReason: boolean
  mustUnprotect: boolean
  mustOverride: boolean
}

/** What a person types to confirm that they mean this image. */
export const nameToType = ({ imageId }: { imageId: string }, facts: ImageFacts): string =>
  toLine(typedNameOf(imageId, facts.name))

/** A box that can be ticked. */
export interface OptionBox {
  value: string
  text: string
  description: string
}

const OVERRIDE_BOX: OptionBox = {
  value: OVERRIDE_VALUE,
  text: OVERRIDE_TEXT,
  description: 'Announced in the approvers’ channel and recorded with your reason.',
}

const choicesOf = ({ proposal, facts }: ChangeFormView): OptionBox[] => [
  ...(proposal.action === 'deregister' && facts.snapshots.length > 0
    ? [
        {
          value: 'deleteSnapshots',
          text: 'Delete its snapshots too',
          description: 'Snapshots used by other AMIs are kept.',
        },
      ]
    : []),
  ...(proposal.action === 'deregister' && isProtected(facts)
    ? [
        {
          value: 'unprotect',
          text: UNPROTECT_TEXT,
          description:
            facts.deregistrationProtection === 'enabled-with-cooldown'
              ? 'A cooldown then protects the image for another 24 hours.'
              : 'Stays off even if deregistering fails.',
        },
      ]
    : []),
]

export const complaintAt = (field: Complaint['field'], complaint: Complaint | undefined): KnownBlock[] =>
  complaint?.field === field ? [section(`❌ *${complaint.text}*`)] : []

/** "Options", and which of them must be ticked. */
const optionsLabel = ({ mustUnprotect, mustOverride }: OptionMusts): string => {
  const required = [
    ...(mustUnprotect ? [`“${UNPROTECT_TEXT}”`] : []),
    ...(mustOverride ? [`“${OVERRIDE_TEXT}”`] : []),
  ]
  return required.length > 0 ? `Options (required: ${required.join(' and ')})` : 'Options'
}

type OptionMusts = Pick<Musts, 'mustUnprotect' | 'mustOverride'>

/**
 * The boxes of a form, the emergency override where it is possible, and its warning once it is ticked.
 *
 * @param own the form's own boxes, and which of them are ticked
 */
export const optionBlocks = (
  { proposal, approval, complaint }: Pick<ChangeFormView, 'proposal' | 'approval' | 'complaint'>,
  own: readonly OptionBox[],
  ticked: readonly string[],
  musts: OptionMusts = { mustUnprotect: false, mustOverride: false },
): KnownBlock[] => {
  const { emergencyOverride } = proposal.options
  const boxes = [...own, ...(approval?.mayOverride ? [OVERRIDE_BOX] : [])]
  return [
    ...complaintAt('options', complaint),
    ...(boxes.length > 0
      ? [
          checkboxes(
            {
              id: 'options',
              label: optionsLabel(musts),
              isRequired: musts.mustUnprotect || musts.mustOverride,
              isDispatched: approval?.mayOverride === true,
            },
            boxes,
            [...ticked, ...(emergencyOverride ? [OVERRIDE_VALUE] : [])],
          ),
        ]
      : []),
    ...(emergencyOverride ? [overrideWarning(proposal.action)] : []),
  ]
}

export const formInputs = (view: ChangeFormView, impact: Impact, musts: Musts): KnownBlock[] => {
  const { proposal, record, facts, complaint, typed } = view
  const { needsName, needsReason } = musts
  const { emergencyOverride: _override, ...others } = proposal.options
  return [
    ...complaintAt('purpose', complaint),
    reasonInput(needsReason, typed?.purpose),
    ...optionBlocks(view, choicesOf(view), Object.keys(others), musts),
    ...(needsName
      ? [
          ...complaintAt('name', complaint),
          textInput({
            id: 'name',
            label: `Type the image’s name: ${shorten(nameToType(record, facts), 150)}`,
            hint: `Required because the image ${whyName(impact, proposal)}.`,
            isRequired: true,
            isMultiline: false,
            max: 300,
            ...(typed?.name && { initial: typed.name }),
          }),
        ]
      : []),
  ]
}

/** "is in use and shared, and cannot be restored" */
const whyName = (impact: Impact, { action, options }: Proposal): string => {
  const risk = decideRisk(impact)
  const is = [
    ...(risk.isInUse ? [isFoundInUse(impact) ? 'in use' : 'possibly in use'] : []),
    ...(risk.isShared ? [impact.sharing.known ? 'shared' : 'possibly shared'] : []),
  ]
  const isLost = isLostForGood(action, impact, options)
  const lost = impact.retention.known ? 'cannot be restored' : 'may be impossible to restore'
  return [...(is.length > 0 ? [`is ${is.join(' and ')}`] : []), ...(isLost ? [lost] : [])].join(', and ')
}
