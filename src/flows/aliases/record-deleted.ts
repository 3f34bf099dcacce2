import type { AliasPlace, Assignment } from '../../domain/alias.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { SeenAlias } from '../../domain/seen-alias.ts'
import { addOutside } from './add-outside.ts'
import { announceAssignment } from './announce-assignment.ts'
import { withImageNames } from './image-names.ts'
import type { AliasNewsNeeds, Trigger, WithBackoff } from './needs.ts'

/** A scan's read may be older than the change before it; the next scan comes five minutes later. */
const MISSING_MS = 4 * 60_000

/** The entry of a deletion in the history of its alias. */
const deletionEntryOf = ({ last, deleted }: SeenAlias): Pick<Assignment, 'id' | 'atMs'> => ({
  id: `outside/deleted/v${last?.version ?? 0}`,
  atMs: deleted?.atMs ?? 0,
})

/**
 * Records and announces that an alias's parameter is gone: 1 since when, which one function decides 2 its entry 3 announce 4 save that
 * it is announced. A scan waits for a second one.
 */
export const recordDeleted = async (
  needs: WithBackoff<AliasNewsNeeds>,
  place: AliasPlace,
  seen: SeenAlias | undefined,
  trigger: Trigger,
): Promise<void> => {
  const { ledger, clock } = needs
  if (seen?.deleted?.isAnnounced) return
  // 1 since when
  const { account, region, parameter } = place
  const known: SeenAlias = seen ?? { account, region, parameter, version: 0 }
  const { missingSinceMs = clock.nowMs(), ...rest } = known
  // It may not exist yet, or this read may be older than its creation. Only the event of its deletion, or a scan, proves that it is gone.
  const isTold = trigger.kind === 'event' && trigger.isDeletion === true
  if (!isTold && !(seen?.deleted || (seen && trigger.kind === 'scan'))) return
  if (trigger.kind === 'scan' && !known.deleted && clock.nowMs() - missingSinceMs < MISSING_MS) {
    if (known.missingSinceMs === undefined) await save(needs, { ...known, missingSinceMs })
    return
  }
  const deleted = known.deleted ?? { atMs: trigger.kind === 'event' ? trigger.atMs : missingSinceMs }
  const gone = known.deleted ? known : await save(needs, { ...rest, deleted })
  // 2 its entry
  const entry = { ...place, ...deletionEntryOf(gone) }
  const before = await ledger.readAssignment(place, entry)
  const assignment: Assignment = before ?? {
    ...entry,
    change: 'outside',
    outcome: 'confirmed',
    ...(trigger.kind === 'scan' && { seenLate: true as const }),
    ...(await withImageNames(needs, place, { to: undefined, from: gone.last?.value })),
  }
  if (!before) await addOutside(needs, assignment)
  // 3 announce
  await announceAssignment(needs, assignment)
  // 4 save that it is announced
  await save(needs, { ...gone, deleted: { ...deleted, isAnnounced: true } })
}

const save = async ({ ledger }: AliasNewsNeeds, seen: SeenAlias): Promise<SeenAlias> => {
  if (!(await ledger.saveSeenAlias(seen)))
    throw new RetryLater(5, `Another function has looked at ${seen.parameter} meanwhile.`)
  return { ...seen, version: seen.version + 1 }
}
