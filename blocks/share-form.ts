import type { FormMemo } from '../src/domain/form-fields.ts'
import { approvalLine, warnings } from './change-form.ts'
import { context, divider, section } from './elements.ts'
import { type Form, form } from './form.ts'
import { complaintAt } from './form-inputs.ts'
import { reasonInput } from './input-elements.ts'
import { approvalSubmit } from './override.ts'
import { shareFacts } from './share-facts.ts'
import type { ShareFormView } from './share-form-view.ts'
import { audienceSelects, shareOptions } from './share-inputs.ts'

/** The form of Share…: who has access, audiences to add and to remove, then what that changes and whether launches will work. */

const TITLE = 'Share image'

const memoOf = (memo: FormMemo): string => JSON.stringify(memo)

/** The form with the facts that have arrived. */
export const renderShareForm = (view: ShareFormView): Form => {
  const { proposal, sharing, isWhole, difference, approval, pending, complaint, typed } = view
  const { options, undoes } = proposal
  const shown = [...warnings(view), ...shareFacts(view)]
  const need = difference ? approval : undefined
  const mustOverride = need !== undefined && (need.isAlone || pending !== undefined)
  const isClosed = mustOverride && !need.mayOverride
  const hasChoice = undoes !== undefined || Object.keys(view.audiences).length > 0
  if (!isWhole || !sharing?.known || isClosed || !hasChoice)
    return form({
      title: TITLE,
      close: 'Cancel',
      blocks: [
        ...shown,
        ...(isWhole && isClosed ? [divider(), ...approvalLine({ approval: need, pending })] : []),
        ...(hasChoice
          ? []
          : [section('No audience is configured. Ask an amiops admin to add one in amiops.config.yml.')]),
      ],
      memo: memoOf({ proposal: proposal.id }),
    })
  const needsReason = difference !== undefined && (need !== undefined || options.emergencyOverride === true)
  const isOverride = options.emergencyOverride === true
  const submit = need ? approvalSubmit('shareWith', isOverride || mustOverride) : 'Share'
  return form({
    title: TITLE,
    close: 'Cancel',
    submit: difference ? submit : 'Review',
    blocks: [
      ...shown,
      divider(),
      ...approvalLine({ approval: need, pending }),
      ...audienceSelects(view),
      ...complaintAt('purpose', complaint),
      reasonInput(needsReason, typed?.purpose),
      ...shareOptions({ ...view, approval: need }),
      context(
        difference
          ? 'If you choose other audiences, the form shows what they change before anything is done.'
          : 'The next step shows what changes. Nothing is done before you confirm it.',
      ),
    ],
    memo: memoOf({
      proposal: proposal.id,
      ...(needsReason && { mustSayWhy: true as const }),
      ...(mustOverride && { mustOverride: true as const }),
      ...(need?.mayOverride && { overrides: 'shareWith' as const }),
    }),
  })
}
