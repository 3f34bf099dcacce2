import type { Complaint } from './form-fields.ts'
import type { ImageFacts } from './image.ts'
import { type FilledRetirement, isSameDate, type Retirement, type Successor } from './retirement.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** EC2's limits, in years: from now, and of a public image from its creation.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageDeprecation.html */
const MOST_YEARS = 10
const MOST_YEARS_PUBLIC = 2

const yearsAfter = (atMs: number, years: number): number => {
  const date = new Date(atMs)
  return date.setUTCFullYear(date.getUTCFullYear() + years)
}

const complaint = (text: string): { complaint: Complaint } => ({ complaint: { field: 'date', text } })

/** Why EC2 would not take this date; undefined where it takes it. */
export const dateFault = (
  atMs: number,
  { public: isPublic, createdAtMs }: Pick<ImageFacts, 'public' | 'createdAtMs'>,
  nowMs: number,
): string | undefined => {
  if (atMs <= nowMs) return 'Choose a day after today: EC2 takes only a date in the future.'
  if (atMs > yearsAfter(nowMs, MOST_YEARS))
    return 'Choose an earlier day: EC2 takes ten years from now at most.'
  return isPublic && createdAtMs !== undefined && atMs > yearsAfter(createdAtMs, MOST_YEARS_PUBLIC)
    ? 'Choose an earlier day: EC2 takes two years from the creation of a public image at most.'
    : undefined
}

/**
 * What a filled form asks for.
 *
 * @param now when the image is deprecated, and its successor, before the change
 * @param offered the images that the form offered as successor
 * @returns a complaint if EC2 would refuse it, or if nothing would change
 */
export const decideRetirement = (
  filled: FilledRetirement,
  { now, facts, offered }: { now: Retirement; facts: ImageFacts; offered: readonly Successor[] },
  nowMs: number,
): { retirement: Retirement } | { complaint: Complaint } => {
  if (filled.remove)
    return now.deprecateAtMs === undefined
      ? { complaint: { field: 'options', text: 'The image has no deprecation date to remove.' } }
      : { retirement: {} }
  const deprecateAtMs = Date.parse(DAY.test(filled.date ?? '') ? `${filled.date}T00:00:00Z` : '')
  if (Number.isNaN(deprecateAtMs)) return complaint('Choose a day.')
  const successor = offered.find(({ imageId }) => imageId === filled.successor)
  if (isSameDate(deprecateAtMs, now.deprecateAtMs) && successor?.imageId === now.successor?.imageId)
    return complaint('This changes nothing: the image has this date and this successor already.')
  const fault = dateFault(deprecateAtMs, facts, nowMs)
  return fault === undefined
    ? { retirement: { deprecateAtMs, ...(successor && { successor }) } }
    : complaint(fault)
}
