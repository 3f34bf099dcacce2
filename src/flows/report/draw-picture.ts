import { type Picture, renderReportPicture } from '../../../blocks/picture/report-picture.ts'
import type { Report } from '../../domain/report.ts'
import type { Log, Pictures } from '../../ports.ts'

/** A picture as it is uploaded. */
export interface DrawnPicture extends Pick<Picture, 'altText'> {
  png: Uint8Array
}

/** Draws the numbers of a report; undefined where none are known, or they cannot be drawn: its text says all of them. */
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
