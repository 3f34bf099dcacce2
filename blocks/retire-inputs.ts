import type { KnownBlock } from '@slack/types'
import { dayOf } from '../src/domain/day.ts'
import { retirementOf } from '../src/domain/record-retirement.ts'
import type { ChangeFormView } from './change-form-view.ts'
import { complaintAt, type OptionBox, optionBlocks } from './form-inputs.ts'
import { dateInput, select } from './input-elements.ts'
import { shorten, toLine } from './text.ts'

/** What the form of Retire… asks for. */

const DAY_MS = 86_400_000
/** As long before the date as the first warning. */
const USUAL_DAYS = 30

/** The value of the option for an image without a successor. */
const NO_SUCCESSOR = 'none'

const initialDay = ({ typed, facts, nowMs }: ChangeFormView): string =>
  typed?.retirement?.date ??
  dayOf(
    facts.deprecatedAtMs !== undefined && facts.deprecatedAtMs > nowMs
      ? facts.deprecatedAtMs
      : nowMs + USUAL_DAYS * DAY_MS,
  )

const initialSuccessor = ({ typed, record, facts, proposal }: ChangeFormView): string => {
  if (typed?.retirement) return typed.retirement.successor ?? NO_SUCCESSOR
  const named = retirementOf({ ...record, facts }).successor?.imageId
  const { successors = [] } = proposal
  const newest = successors[0]
  const isKnown = successors.some(({ imageId }) => imageId === named)
  return (isKnown ? named : undefined) ?? newest?.imageId ?? NO_SUCCESSOR
}

const retireOptions = (view: ChangeFormView): KnownBlock[] => {
  const { facts, proposal, typed } = view
  const mayRemove = proposal.undoes === undefined && facts.deprecatedAtMs !== undefined
  const own: OptionBox[] = [
    ...(mayRemove
      ? [
          {
            value: 'removeDate',
            text: 'Remove the deprecation date',
            description: 'The image is not deprecated, or no longer. The day above does not count.',
          },
        ]
      : []),
  ]
  return optionBlocks(view, own, typed?.retirement?.remove ? ['removeDate'] : [])
}

export const retireInputs = (view: ChangeFormView): KnownBlock[] => {
  const { proposal, facts, complaint } = view
  const { successors = [], undoes } = proposal
  if (undoes !== undefined) return [...complaintAt('date', complaint), ...retireOptions(view)]
  const options = [
    ...successors.map(({ imageId, name }) => ({
      value: imageId,
      text: shorten(toLine(name) || imageId, 75),
    })),
    { value: NO_SUCCESSOR, text: 'No successor' },
  ]
  return [
    ...complaintAt('date', complaint),
    dateInput(
      {
        id: 'date',
        label: 'Deprecated from',
        hint: 'From 00:00 UTC of this day. It must be after today, and at most ten years ahead.',
        isRequired: facts.deprecatedAtMs === undefined,
      },
      initialDay(view),
    ),
    select(
      {
        id: 'successor',
        label: 'Successor',
        hint: 'The image of the family to use instead. Every warning names it.',
        isRequired: true,
      },
      options,
      initialSuccessor(view),
    ),
    ...retireOptions(view),
  ]
}
