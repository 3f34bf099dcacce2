import { type ChangeFormView, renderChangeForm } from '../../../blocks/change-form.ts'
import { approversOf, decideApproval } from '../../domain/approval.ts'
import { accountName, priceOf, rolesNamed } from '../../domain/config.ts'
import type { ImageFacts } from '../../domain/image.ts'
import { type Impact, isWhole } from '../../domain/impact.ts'
import type { Proposal } from '../../domain/proposal.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { Delivery, Messenger } from '../../ports.ts'
import { authorise, type MembersNeeds, readMembers, SHOWN_FRESH_MS } from '../steps/authorise.ts'

interface Needs extends MembersNeeds {
  messenger: Pick<Messenger, 'showForm' | 'members'>
}

/** The parts of the form that differ from one drawing to the next. */
export type Drawing = {
  viewId: string
  proposal: Proposal
  record: ImageRecord
  facts: ImageFacts
  impact: Partial<Impact>
} & Partial<Pick<ChangeFormView, 'worse' | 'complaint' | 'typed'>>

/** Draws the form as far as the facts have arrived. */
export const drawForm = async (needs: Needs, drawing: Drawing): Promise<Delivery> => {
  const { messenger, config, clock } = needs
  const { viewId, proposal, record, worse = [], ...rest } = drawing
  return messenger.showForm(
    viewId,
    renderChangeForm({
      ...rest,
      proposal,
      record,
      worse,
      accountName: accountName(config, record.account),
      pricePerGiB: priceOf(config, record.region),
      nowMs: clock.nowMs(),
      approval: await approvalFor(needs, drawing),
    }),
  )
}

const approvalFor = async (
  needs: Needs,
  { proposal, facts, impact }: Drawing,
): Promise<ChangeFormView['approval']> => {
  if (!isWhole(impact)) return undefined
  const { config } = needs
  const { action, image } = proposal
  const need = decideApproval(config, action, image, facts, impact)
  if (!need) return undefined
  const breakers = config.actions[action]?.breakGlass?.roles ?? []
  const right = await authorise(needs, proposal, breakers, SHOWN_FRESH_MS)
  const roles = rolesNamed(config, need.roles)
  const others = approversOf(
    roles,
    proposal.person.userId,
    await readMembers(needs, need.roles, SHOWN_FRESH_MS),
  )
  return { need, roles, isAlone: others.length === 0, mayOverride: right.allowed }
}
