import { renderNoSuchPlan } from '../../../blocks/plan-answers.ts'
import {
  renderPlanCsv,
  renderPlanCsvNote,
  renderPlanCsvNotSent,
  renderPlanCsvSent,
} from '../../../blocks/plan-csv.ts'
import type { AskOf } from '../../domain/ask.ts'
import { accountName } from '../../domain/config.ts'
import { reply } from '../steps/reply.ts'
import { sendFile } from '../steps/send-file.ts'
import type { PlanNeeds } from './needs.ts'

/** Sends all images of a plan, with what became of each, to the person alone. */
export const listPlan = async (needs: PlanNeeds, ask: AskOf<'list-plan'>): Promise<void> => {
  const { ledger, config } = needs
  const plan = await ledger.readPlan(ask.planId)
  if (!plan) return reply(needs, ask, renderNoSuchPlan())
  const images = await ledger.readPlanImages(plan.id)
  const sent = await sendFile(needs, {
    key: `plan-list/${ask.key}`,
    userId: ask.person.userId,
    message: renderPlanCsvNote(plan),
    name: 'plan',
    title: 'All images of a plan',
    content: renderPlanCsv(plan, images, account => accountName(config, account)),
  })
  await reply(needs, ask, sent === 'sent' ? renderPlanCsvSent(plan) : renderPlanCsvNotSent(sent.refused))
}
