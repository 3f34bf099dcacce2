import type { AccountRegion, AliasPlace } from './alias.ts'
import type { ImageFinding } from './scan-results.ts'
import type { SeenAlias } from './seen-alias.ts'

/** An event of Amazon Inspector. Only the images that it names are used: amiops looks at them. */
export interface ScanNews extends AccountRegion {
  id: string
  atMs: number
  /** None where amiops does not understand the event. */
  imageIds: readonly string[]
  detailType: string
  /** Why a scan that was asked for ended without a result. */
  failed?: string
}

/** The critical findings of an image that an alias names, as far as they were announced. */
export interface CriticalFindings {
  /** The scan that found them. */
  scannedAtMs: number
  titles: readonly string[]
  /** Those that the scan before had not found. */
  fresh: readonly string[]
}

const TITLES = 100

/** @returns the same object if this scan was handled before */
export const withScan = (
  before: CriticalFindings | undefined,
  findings: readonly ImageFinding[],
  scannedAtMs: number,
): CriticalFindings => {
  if (before?.scannedAtMs === scannedAtMs) return before
  const titles = [
    ...new Set(findings.flatMap(({ severity, title }) => (severity === 'critical' ? [title] : []))),
  ].slice(0, TITLES)
  return { scannedAtMs, titles, fresh: titles.filter(title => !before?.titles.includes(title)) }
}

/** The aliases that name an image: its id is unique within a region. */
export const aliasesNaming = <Place extends AliasPlace>(
  places: readonly Place[],
  seenOf: (place: Place) => SeenAlias | undefined,
  { region, imageId }: { region: string; imageId: string },
): Place[] =>
  places.filter(place => {
    const seen = seenOf(place)
    return place.region === region && !seen?.deleted && seen?.last?.value === imageId
  })
