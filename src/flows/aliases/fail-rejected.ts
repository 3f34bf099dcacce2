import { type AliasPlace, aliasPlaceKey, OPEN_ASSIGNMENT_OUTCOMES } from '../../domain/alias.ts'
import { assignmentOf } from '../../domain/seen-alias.ts'
import type { AliasNewsNeeds } from './needs.ts'

const ENTRIES = 20
const VERSIONS = 20

/**
 * Ends what amiops had asked for where Parameter Store accepted an image and did not take it. Changes of one alias come one after
 * another, so at most one is open; the event names no version. Somebody else's is only a line of the log: it changed nothing.
 */
export const failRejected = async (
  needs: Pick<AliasNewsNeeds, 'ledger' | 'aliases' | 'log'>,
  place: AliasPlace,
  reason: string,
): Promise<void> => {
  const { ledger, aliases, log } = needs
  const entries = await ledger.readAssignments(place, ENTRIES)
  const open = entries.find(
    ({ change, outcome, actedAtMs }) =>
      change !== 'outside' && actedAtMs !== undefined && OPEN_ASSIGNMENT_OUTCOMES.includes(outcome),
  )
  const versions = open ? await aliases.versions(place, place.parameter, VERSIONS) : []
  const wasTaken = versions.some(version => assignmentOf(open ? [open] : [], version) !== undefined)
  log.warn('Parameter Store did not take an image.', {
    alias: aliasPlaceKey(place),
    reason,
    ...(open && { entry: open.id }),
  })
  if (!open || wasTaken) return
  await ledger.addAssignment({
    ...open,
    outcome: 'failed',
    reason: `Parameter Store accepted the image and did not take it (${reason}): the account cannot use it in this region, or amiops may not describe it there`,
  })
}
