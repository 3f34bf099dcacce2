import { type Picture, renderReportPicture } from '../../../blocks/picture/report-picture.ts'
import type { Report } from '../../domain/report.ts'
import type { Log, Pictures } from '../../ports.ts'

/** A picture as it is uploaded. */
export interface DrawnPicture extends Pick<Picture, 'altText'> {
  png: Uint8Array
}

/** Draws the numbers of a report; undefined if there are none or they can't be drawn. The text has all of them, too. */
export const drawPicture = async (
  { pictures, log }: { pictures: Pictures; log: Log },
  { totals }: Report,
): Promise<DrawnPicture | undefined> => {
  const picture = totals.known ? renderReportPicture(totals.value) : undefined
  if (!picture) return undefined
  try {
    return { png: await pictures.toPng(picture.svg), altText: picture.altText }
  } catch (error) {
    log.error('The picture of a report could not be drawn.', { why: String(error) })
    return undefined
  }
}
