import type { KnownBlock } from '@slack/types'
import type { Audience } from '../src/domain/config.ts'
import { complaintAt } from './form-inputs.ts'
import { checkboxes, multiSelect } from './input-elements.ts'
import { OVERRIDE_TEXT, OVERRIDE_VALUE, overrideWarning } from './override.ts'
import type { ShareFormView } from './share-form-view.ts'
import { shorten, toLine } from './text.ts'
import { countWords } from './words.ts'

/** What the form of Share… asks for. */

const audienceWords = ({ accounts, ous, organization }: Audience): string =>
  [
    ...(organization === undefined ? [] : ['a whole organization']),
    ...(accounts.length > 0 ? [countWords(accounts.length, 'account')] : []),
    ...(ous.length > 0 ? [countWords(ous.length, 'organizational unit')] : []),
  ].join(', ')

/** What Slack takes in one select. */
const OPTIONS = 100

export const audienceSelects = ({ audiences, proposal, complaint }: ShareFormView): KnownBlock[] => {
  if (proposal.undoes !== undefined) return complaintAt('add', complaint)
  const options = Object.entries(audiences)
    .slice(0, OPTIONS)
    .map(([name, audience]) => ({
      value: name,
      text: shorten(toLine(name), 75),
      description: shorten(audienceWords(audience), 75),
    }))
  const select = (id: 'add' | 'remove', label: string) =>
    multiSelect({ id, label, isRequired: false }, options, proposal.choice?.[id] ?? [])
  return [
    ...complaintAt('add', complaint),
    select('add', 'Audiences to share with'),
    select('remove', 'Audiences to stop sharing with'),
  ]
}

export const optionBlocks = ({ facts, approval, proposal, complaint }: ShareFormView): KnownBlock[] => {
  const { emergencyOverride, shareSnapshots } = proposal.options
  const choices = [
    ...(facts.snapshots.length > 0
      ? [
          {
            value: 'shareSnapshots',
            text: 'Change access to its snapshots too',
            description: 'For accounts only. Launching does not need it.',
          },
        ]
      : []),
    ...(approval?.mayOverride
      ? [
          {
            value: OVERRIDE_VALUE,
            text: OVERRIDE_TEXT,
            description: 'Announced in the approvers’ channel and recorded with your reason.',
          },
        ]
      : []),
  ]
  if (choices.length === 0) return []
  const ticked = [
    ...(shareSnapshots ? ['shareSnapshots'] : []),
    ...(emergencyOverride ? [OVERRIDE_VALUE] : []),
  ]
  return [
    ...complaintAt('options', complaint),
    checkboxes(
      { id: 'options', label: 'Options', isRequired: false, isDispatched: approval?.mayOverride === true },
      choices,
      ticked,
    ),
    ...(emergencyOverride ? [overrideWarning('shareWith')] : []),
  ]
}
