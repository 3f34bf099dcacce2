import type { Membership } from '../../../domain/authorise.ts'
import type { LastAnnounced } from '../../../domain/health.ts'
import { byName, list, number, shape, text } from './shape.ts'

/** The schemas of small things about amiops itself. */

export const membership = shape<Membership>({ userIds: list(text), readAtMs: number })

export const lastAnnounced = shape<LastAnnounced>({ atMs: number, image: text, state: text, afterMs: number })

export const recentRequests = byName(number)
