import type { KnownBlock } from '@slack/types'
import type { Audience } from '../src/domain/config.ts'
import { complaintAt, type OptionBox, optionBlocks } from './form-inputs.ts'
import { multiSelect } from './input-elements.ts'
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

export const shareOptions = (view: ShareFormView): KnownBlock[] => {
  const { facts, proposal } = view
  const own: OptionBox[] = [
    ...(facts.snapshots.length > 0
      ? [
          {
            value: 'shareSnapshots',
            text: 'Change access to its snapshots too',
            description: 'For accounts only. Launching does not need it.',
          },
        ]
      : []),
  ]
  return optionBlocks(view, own, proposal.options.shareSnapshots ? ['shareSnapshots'] : [])
}
