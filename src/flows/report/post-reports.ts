import { renderReport } from '../../../blocks/report.ts'
import type { PlanWork } from '../../domain/ask.ts'
import type { Report } from '../../domain/report.ts'
import { type WeeklyReport, weeklyReportKey, weeklyReportsOf } from '../../domain/report-rules.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { askForFleet } from '../fleet/read-fleet.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'
import { shareOnce } from '../steps/share-once.ts'
import type { ReportNeeds } from './answer-report.ts'
import { type DrawnPicture, drawPicture } from './draw-picture.ts'
import { readReports } from './read-report.ts'

type WeeklyReportWork = Extract<PlanWork, { kind: 'report' }>

/**
 * Posts the reports of a week, each once: 1 read them 2 draw its picture 3 post it 4 post the picture below it. If the message is
 * delivered again, only what is missing is posted. If many places have to be read first, the message comes again after that.
 *
 * @throws {RetryLater} where Slack has no room now
 */
export const postReports = async (needs: ReportNeeds, work: WeeklyReportWork): Promise<void> => {
  const { slotMs } = work
  const source = await askForFleet(needs, work)
  if (source.kind === 'waiting') return
  const weeklies = weeklyReportsOf(needs.config)
  // 1 read them
  const reports = await readReports(
    needs,
    source,
    weeklies.map(({ families }) => families),
  )
  for (const [at, weekly] of weeklies.entries()) {
    const report = reports[at]
    if (!report) continue
    // 2 draw its picture
    const picture = await drawPicture(needs, report)
    await postReport(needs, slotMs, weekly, report, picture)
  }
}

const postReport = async (
  needs: ReportNeeds,
  slotMs: number,
  weekly: WeeklyReport,
  report: Report,
  picture: DrawnPicture | undefined,
): Promise<void> => {
  // 3 post it
  const posted = await postWithFallback(needs, weekly.channel, { report: weekly.id }, (channel, notice) =>
    postOnce(needs, {
      key: weeklyReportKey(slotMs, weekly, channel),
      channel,
      message: renderReport(report, notice === undefined ? {} : { notice }),
    }),
  )
  const { channel, delivery } = posted
  throwIfBusy(delivery, `the next message in ${channel}`)
  if (delivery.kind !== 'delivered')
    return needs.log.error('A weekly report could not be posted.', {
      report: weekly.id,
      why: refusedWords(posted),
    })
  // 4 the picture below it
  if (!picture) return
  await shareOnce(needs, {
    key: `${weeklyReportKey(slotMs, weekly, channel)}/picture`,
    name: 'image-report',
    ending: 'png',
    title: 'Image report',
    content: picture.png,
    altText: picture.altText,
    channelId: delivery.channelId,
  })
}
