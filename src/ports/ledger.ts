import type { Assignments } from './ledger/assignments.ts'
import type { AuditLogs } from './ledger/audit-logs.ts'
import type { EventClaims, RequestClaims } from './ledger/claims.ts'
import type { CleanupWarnings } from './ledger/cleanup-warnings.ts'
import type { Deprecations } from './ledger/deprecations.ts'
import type { Digests } from './ledger/digests.ts'
import type { Failures } from './ledger/failures.ts'
import type { FleetScans } from './ledger/fleet-scans.ts'
import type { Histories } from './ledger/histories.ts'
import type { Homes } from './ledger/homes.ts'
import type { ImageRecords } from './ledger/image-records.ts'
import type { Keeps } from './ledger/keeps.ts'
import type { Limits } from './ledger/limits.ts'
import type { Members } from './ledger/members.ts'
import type { Mutes } from './ledger/mutes.ts'
import type { Names } from './ledger/names.ts'
import type { LastEvents, Leases, Memberships } from './ledger/notes.ts'
import type { Places } from './ledger/places.ts'
import type { Plans } from './ledger/plans.ts'
import type { Posts } from './ledger/posts.ts'
import type { Proposals } from './ledger/proposals.ts'
import type { Readings } from './ledger/readings.ts'
import type { Revocations } from './ledger/revocations.ts'
import type { SeenAliases } from './ledger/seen-aliases.ts'
import type { Suggestions } from './ledger/suggestions.ts'
import type { Totals } from './ledger/totals.ts'
import type { Watches } from './ledger/watches.ts'

/** The ledger: all that amiops remembers, in parts. A flow names the parts that it needs. */
export type Ledger = ImageRecords &
  Histories &
  Deprecations &
  AuditLogs &
  EventClaims &
  RequestClaims &
  Posts &
  Digests &
  Proposals &
  Plans &
  Suggestions &
  CleanupWarnings &
  Keeps &
  Revocations &
  Names &
  Failures &
  Assignments &
  SeenAliases &
  Readings &
  FleetScans &
  Places &
  Memberships &
  Leases &
  Limits &
  Homes &
  Totals &
  Watches &
  Mutes &
  Members &
  LastEvents
