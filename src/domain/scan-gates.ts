import type { AliasRule } from './alias.ts'
import { dayOf } from './day.ts'
import type { ImageFacts } from './image.ts'

/** The gates of an alias that concern Amazon Inspector's last scan of an image. */

const DAY_MS = 24 * 60 * 60_000

type Rule = Pick<AliasRule, 'name' | 'gates'>
type Scanned = Pick<ImageFacts, 'scan'>

const daysWords = (days: number): string => `${days} day${days === 1 ? '' : 's'}`

/**
 * Objections to a promotion that a person can override. They name the day and not how long ago it was, so that an objection that was
 * overridden is still the same text on the next day. A critical finding without a fix does not count, as in AWS's own condition:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ScanResultCondition.html
 */
export const scanDoubts = ({ scan }: Scanned, { name, gates }: Rule, nowMs: number): string[] => {
  const { maxDaysWithCritical, scanRequired } = gates
  if (!scan)
    return scanRequired === true ? [`Amazon Inspector has not scanned it, and ${name} requires a scan`] : []
  const sinceMs = scan.fixSinceMs.critical
  if (maxDaysWithCritical === undefined || sinceMs === undefined) return []
  return Math.floor((nowMs - sinceMs) / DAY_MS) > maxDaysWithCritical
    ? [
        `it has a critical finding whose fix has been available since ${dayOf(sinceMs)}, and ${name} allows ${daysWords(maxDaysWithCritical)}`,
      ]
    : []
}

/** Why it is unknown whether an image fulfils a gate, if the alias does not require a scan. The image is promoted with this remark. */
export const scanGap = ({ scan }: Scanned, { gates }: Pick<AliasRule, 'gates'>): string | undefined =>
  !scan && gates.maxDaysWithCritical !== undefined && gates.scanRequired !== true
    ? 'not scanned by Amazon Inspector: whether it has critical findings is unknown'
    : undefined

/** The aliases that take no image without a scan, unless a person overrides that. */
export const scanRequiredBy = (aliases: readonly Rule[]): string[] =>
  aliases.flatMap(({ name, gates }) => (gates.scanRequired === true ? [name] : []))
