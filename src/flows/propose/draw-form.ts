import { renderChangeForm } from '../../../blocks/change-form.ts'
import type { ChangeFormView } from '../../../blocks/change-form-view.ts'
import { pendingWords } from '../../../blocks/proposal-notes.ts'
import { renderRetireForm } from '../../../blocks/retire-form.ts'
import { approversOf, decideApproval } from '../../domain/approval.ts'
import { withAccessAfter } from '../../domain/audience.ts'
import { groupsToRead } from '../../domain/authorise.ts'
import { accountName, priceOf, rolesNamed } from '../../domain/config.ts'
import { isWhole } from '../../domain/impact.ts'
import type { Proposal } from '../../domain/proposal.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { Delivery, Messenger } from '../../ports.ts'
import { readPending } from '../approve/waiting.ts'
import { authorise, type MembersNeeds, readMembers, SHOWN_FRESH_MS } from '../steps/authorise.ts'
import type { LaunchNeeds } from '../steps/gather-launchability.ts'
import { drawShareForm } from './draw-share-form.ts'
import type { Drawing } from './drawing.ts'

interface Needs extends MembersNeeds, LaunchNeeds {
  messenger: Pick<Messenger, 'showForm' | 'members'>
}

/** Draws the form as far as the facts have arrived. */
export const drawForm = async (needs: Needs, drawing: Drawing): Promise<Delivery> => {
  if (drawing.proposal.action === 'shareWith')
    return drawShareForm(needs, drawing, await approvalFor(needs, drawing))
  const { messenger, config, clock } = needs
  const { viewId, proposal, record, worse = [], ...rest } = drawing
  const render = proposal.action === 'retire' ? renderRetireForm : renderChangeForm
  return messenger.showForm(
    viewId,
    render({
      ...rest,
      proposal,
      record,
      worse,
      accountName: accountName(config, record.account),
      nameOf: account => accountName(config, account),
      pricePerGiB: priceOf(config, record.region),
      nowMs: clock.nowMs(),
      approval: await approvalFor(needs, drawing),
    }),
  )
}

/** What a form says about another request for the same change that already awaits approval. */
export const pendingFor = async (
  needs: Parameters<typeof readPending>[0],
  record: ImageRecord,
  proposal: Proposal,
): Promise<Pick<Drawing, 'pending'>> => {
  if (record.waiting?.[proposal.action] === undefined) return {}
  const pending = await readPending(needs, record, proposal)
  return pending ? { pending: pendingWords(pending.waiting, pending.permalink) } : {}
}

const approvalFor = async (
  needs: Needs,
  { proposal, facts, impact }: Drawing,
): Promise<ChangeFormView['approval']> => {
  if (!isWhole(impact)) return undefined
  const { config } = needs
  const { action, image } = proposal
  const afterwards = action === 'shareWith' ? withAccessAfter(impact, proposal) : impact
  const need = decideApproval(config, action, image, facts, afterwards)
  if (!need) return undefined
  const breakers = config.actions[action]?.breakGlass?.roles ?? []
  const right = await authorise(needs, proposal, breakers, SHOWN_FRESH_MS)
  const roles = rolesNamed(config, need.roles)
  const membersOf = await readMembers(needs, need.roles, SHOWN_FRESH_MS)
  return {
    need,
    roles,
    isAlone: approversOf(roles, proposal.person.userId, membersOf).length === 0,
    unread: groupsToRead(config, need.roles).filter(group => !membersOf(group).known),
    mayOverride: right.allowed,
  }
}
