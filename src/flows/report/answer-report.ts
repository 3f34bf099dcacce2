import type { Message } from '../../../blocks/message.ts'
import { renderReport } from '../../../blocks/report.ts'
import { type ReportNeeds, readReport } from './read-report.ts'

/** What happened in the last seven days, how fresh the fleet is, and how it grew. Changes nothing. */
export const answerReport = async (needs: ReportNeeds): Promise<Message> =>
  renderReport(await readReport(needs))
