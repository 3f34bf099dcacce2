import type { ChangeFormView } from '../../../blocks/change-form-view.ts'
import type { ImageFacts } from '../../domain/image.ts'
import type { Impact } from '../../domain/impact.ts'
import type { Proposal } from '../../domain/proposal.ts'
import type { ImageRecord } from '../../domain/record.ts'

/** The parts of the form that differ from one drawing to the next. */
export type Drawing = {
  viewId: string
  proposal: Proposal
  record: ImageRecord
  facts: ImageFacts
  impact: Partial<Impact>
} & Partial<Pick<ChangeFormView, 'pending' | 'worse' | 'complaint' | 'typed'>>
