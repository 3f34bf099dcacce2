import { type AliasPlace, aliasPlaceKey } from '../../domain/alias.ts'
import type { AliasNewsNeeds } from './needs.ts'

const ENTRIES = 20

/**
 * Records that Parameter Store accepted an image and did not take it. The event names neither image nor version, so it may be somebody
 * else's image: if one of amiops's assignments waits for its confirmation, a read soon decides whether it was that one
 * (`promote/confirm-assignment.ts`), and this is then the reason. Somebody else's is only logged: it changed nothing.
 */
export const recordRejected = async (
  { ledger, log }: Pick<AliasNewsNeeds, 'ledger' | 'log'>,
  place: AliasPlace,
  reason: string,
): Promise<void> => {
  const entries = await ledger.readAssignments(place, ENTRIES)
  // Changes of one alias come one after another, so at most one waits.
  const open = entries.find(
    ({ actedAtMs, outcome }) => actedAtMs !== undefined && (outcome === 'accepted' || outcome === 'unknown'),
  )
  log.warn('Parameter Store did not take an image.', {
    alias: aliasPlaceKey(place),
    reason,
    ...(open && { entry: open.id }),
  })
  if (open) await ledger.addAssignment({ ...open, rejected: reason })
}
