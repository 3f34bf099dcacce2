import type { Ledger } from '../../ports.ts'
import { createAssignments } from './assignments.ts'
import { createAuditLogs } from './audit-logs.ts'
import { createClaims } from './claims.ts'
import { createCleanupWarnings } from './cleanup-warnings.ts'
import { createDeprecations } from './deprecations.ts'
import { createDigests } from './digests.ts'
import { createFailures } from './failures.ts'
import { createFleets } from './fleets.ts'
import { createHistories } from './histories.ts'
import { createHomes } from './homes.ts'
import { createImageRecords } from './image-records.ts'
import { createKeeps } from './keeps.ts'
import { createLimits } from './limits.ts'
import { createMembers } from './members.ts'
import { createMutes } from './mutes.ts'
import { createNames } from './names.ts'
import { createNotes } from './notes.ts'
import { createPlaces } from './places.ts'
import { createPlans } from './plans.ts'
import { createPosts } from './posts.ts'
import { createProposals } from './proposals.ts'
import { createReadings } from './readings.ts'
import { createRevocations } from './revocations.ts'
import { createSeenAliases } from './seen-aliases.ts'
import { createSuggestions } from './suggestions.ts'
import { openTable } from './table.ts'
import { createTotals } from './totals.ts'
import { createWatches } from './watches.ts'

/** The ledger in DynamoDB: single conditional writes, no transactions, expiry is data. */
export const createLedger = (tableName: string): Ledger => {
  const table = openTable(tableName)
  return {
    ...createImageRecords(table),
    ...createHistories(table),
    ...createDeprecations(table),
    ...createAssignments(table),
    ...createAuditLogs(table),
    ...createSeenAliases(table),
    ...createReadings(table),
    ...createClaims(table),
    ...createPosts(table),
    ...createFleets(table),
    ...createPlaces(table),
    ...createNotes(table),
    ...createNames(table),
    ...createFailures(table),
    ...createDigests(table),
    ...createProposals(table),
    ...createPlans(table),
    ...createSuggestions(table),
    ...createCleanupWarnings(table),
    ...createKeeps(table),
    ...createRevocations(table),
    ...createLimits(table),
    ...createHomes(table),
    ...createTotals(table),
    ...createWatches(table),
    ...createMutes(table),
    ...createMembers(table),
  }
}
