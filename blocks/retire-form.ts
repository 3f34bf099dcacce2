import type { KnownBlock } from '@slack/types'
import { isWhole } from '../src/domain/impact.ts'
import { retirementOf } from '../src/domain/record-retirement.ts'
import { approvalLine, warnings } from './change-form.ts'
import type { ChangeFormView } from './change-form-view.ts'
import { context, divider, section } from './elements.ts'
import { type Form, form } from './form.ts'
import { complaintAt } from './form-inputs.ts'
import { accessLine, useLines } from './impact.ts'
import { reasonInput } from './input-elements.ts'
import { approvalSubmit } from './override.ts'
import { retireInputs } from './retire-inputs.ts'
import { retirementWords, successorWords } from './retirement-words.ts'
import { code, shorten } from './text.ts'
import { accountWords, capital, stateWords, timeWords } from './words.ts'

/** The form of Retire…: what deprecation does and whom it affects, then the date and the successor. */

const TITLE = 'Retire image'

const CONSEQUENCE =
  'From the date on, EC2 hides the image from accounts that do not own it: their searches do not find it. It can still be launched by its id, so launch templates, Auto Scaling groups and running instances go on. amiops warns the owners and those who run it 30, 7 and 1 days before, and on the day.'

const currentWords = ({ facts, record }: ChangeFormView): KnownBlock[] => {
  const { deprecateAtMs, successor } = retirementOf({ ...record, facts })
  if (deprecateAtMs === undefined) return []
  const instead = successor ? ` · successor ${successorWords(successor)}` : ''
  return [section(`🗓️ Now: deprecated from ${timeWords(deprecateAtMs)}${instead}`)]
}

const head = (view: ChangeFormView): KnownBlock[] => {
  const { proposal, record, accountName, facts } = view
  return [
    section(`${proposal.undoes === undefined ? '' : 'Undo: '}${code(facts.name ?? record.imageId, 140)}`),
    context(
      `${stateWords(facts.state)} · ${accountWords(record.account, accountName)} · ${record.region} · ${code(record.imageId)}`,
    ),
    ...currentWords(view),
    section(CONSEQUENCE),
    divider(),
  ]
}

/** Of an undo: what comes back. */
const undoLine = ({ proposal }: ChangeFormView): KnownBlock[] =>
  proposal.undoes === undefined || !proposal.retirement
    ? []
    : [section(`*This restores*\n${capital(retirementWords(proposal.retirement))}`)]

/** The form with the facts that have arrived. */
export const renderRetireForm = (view: ChangeFormView): Form => {
  const { proposal, impact, approval, pending, complaint, typed } = view
  const { options, undoes } = proposal
  const facts = [useLines(view), accessLine(impact.sharing, 'hides', view.nameOf)]
  const shown = [...warnings(view), ...head(view), ...facts.map(line => section(shorten(line, 3000)))]
  const mustOverride = approval !== undefined && (approval.isAlone || pending !== undefined)
  const isClosed = mustOverride && !approval.mayOverride
  if (!isWhole(impact) || isClosed)
    return form({
      title: TITLE,
      close: 'Cancel',
      blocks: isWhole(impact) ? [...shown, divider(), ...approvalLine(view)] : shown,
      memo: JSON.stringify({ proposal: proposal.id }),
    })
  const needsReason = approval !== undefined || options.emergencyOverride === true
  const isOverride = options.emergencyOverride === true
  return form({
    title: TITLE,
    close: 'Cancel',
    submit: approval ? approvalSubmit('retire', isOverride || mustOverride) : undoes ? 'Undo' : 'Retire',
    blocks: [
      ...shown,
      divider(),
      ...approvalLine(view),
      ...undoLine(view),
      ...retireInputs(view),
      ...complaintAt('purpose', complaint),
      reasonInput(needsReason, typed?.purpose),
    ],
    memo: JSON.stringify({
      proposal: proposal.id,
      ...(needsReason && { mustSayWhy: true }),
      ...(mustOverride && { mustOverride: true }),
      ...(approval?.mayOverride && { overrides: 'retire' }),
    }),
  })
}
