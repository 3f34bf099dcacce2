import type { ImageFacts } from './image.ts'
import type { ImageRecord } from './record.ts'
import { withRequest } from './record-request.ts'
import type { Request } from './request.ts'
import { isSameDate, type Retirement } from './retirement.ts'

/** When the image is deprecated by the last look, and the successor that a person named. */
export const retirementOf = ({ facts, retirement }: Pick<ImageRecord, 'facts' | 'retirement'>): Retirement =>
  facts?.deprecatedAtMs === undefined
    ? {}
    : {
        deprecateAtMs: facts.deprecatedAtMs,
        ...(retirement?.successor && { successor: retirement.successor }),
      }

/** The record with another deprecation date, and its successor, confirmed. @param live the image as EC2 shows it */
export const withRetirementConfirmed = (
  record: ImageRecord,
  request: Request,
  live: ImageFacts,
): ImageRecord => {
  const { retirement: _before, ...rest } = record
  const { person: by, retirement, purpose, confirmedAtMs: atMs = request.askedAtMs } = request
  const successor = retirement?.successor
  const kept = { by, atMs, ...(successor && { successor }), ...(purpose && { purpose }) }
  const isDated = live.deprecatedAtMs !== undefined
  return withRequest({ ...rest, facts: live, ...(isDated && { retirement: kept }) }, request)
}

/** The record with the deprecation date that EC2 shows. @returns undefined where it has that date, or was never looked at */
export const withDeprecationDate = (
  record: ImageRecord,
  deprecatedAtMs: number | undefined,
): ImageRecord | undefined => {
  if (!record.facts || isSameDate(record.facts.deprecatedAtMs, deprecatedAtMs)) return undefined
  const { deprecatedAtMs: _before, ...facts } = record.facts
  const { retirement: _of, ...rest } = record
  return deprecatedAtMs === undefined
    ? { ...rest, facts, rev: record.rev + 1 }
    : { ...record, facts: { ...facts, deprecatedAtMs }, rev: record.rev + 1 }
}
