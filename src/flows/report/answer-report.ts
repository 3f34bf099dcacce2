import type { Message } from '../../../blocks/message.ts'
import { renderReading } from '../../../blocks/reading.ts'
import { renderReport } from '../../../blocks/report.ts'
import type { AskOf } from '../../domain/ask.ts'
import type { Pictures } from '../../ports.ts'
import { askForFleet } from '../fleet/read-fleet.ts'
import { type SendFileNeeds, sendFile } from '../steps/send-file.ts'
import { drawPicture } from './draw-picture.ts'
import { type ReadReportNeeds, readReport } from './read-report.ts'

export type ReportNeeds = ReadReportNeeds &
  SendFileNeeds & { ledger: ReadReportNeeds['ledger']; pictures: Pictures }

/**
 * What happened in the last seven days, how fresh the fleet is, and how it grew: 1 read the report 2 draw its picture, and send both by
 * direct message 3 answer. Changes nothing.
 */
export const answerReport = async (needs: ReportNeeds, ask: AskOf<'command'>): Promise<Message> => {
  // 1 read it
  const source = await askForFleet(needs, ask)
  if (source.kind === 'waiting') return renderReading(source.places)
  const report = await readReport(needs, source)
  // 2 draw its picture, and send both
  const picture = await drawPicture(needs, report)
  const sent =
    picture &&
    (await sendFile(needs, {
      key: `report/${ask.key}`,
      userId: ask.person.userId,
      message: renderReport(report),
      name: 'image-report',
      title: 'Image report',
      content: picture.png,
      altText: picture.altText,
    }))
  // 3 the answer
  return renderReport(report, sent && { picture: sent })
}
