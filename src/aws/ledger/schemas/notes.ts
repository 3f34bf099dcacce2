import type { Membership } from '../../../domain/authorise.ts'
import type { LastRun, ScanProgress } from '../../../domain/fleet.ts'
import type { LastAnnounced } from '../../../domain/health.ts'
import { byName, list, maybe, number, shape, text } from './shape.ts'

/** The schemas of small things about amiops itself. */

export const membership = shape<Membership>({ userIds: list(text), readAtMs: number })

export const lastAnnounced = shape<LastAnnounced>({ atMs: number, image: text, state: text, afterMs: number })

const lastRun = shape<LastRun>({
  startedAtMs: number,
  tookMs: number,
  images: number,
  places: number,
  of: number,
  failed: number,
  seenLate: number,
})

export const scanProgress = shape<ScanProgress>({
  visitedAtMs: byName(number),
  stoppedAt: maybe(shape<NonNullable<ScanProgress['stoppedAt']>>({ place: text, next: maybe(text) })),
  last: maybe(lastRun),
})

export const recentRequests = byName(number)
