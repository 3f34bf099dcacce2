import type { AliasPlace, Assignment } from '../../domain/alias.ts'
import type { Principal } from '../../domain/cloud-trail-call.ts'
import { addOutside } from './add-outside.ts'
import { announceAssignment } from './announce-assignment.ts'
import type { AliasNewsNeeds, WithBackoff } from './needs.ts'

/** A call as CloudTrail tells it. */
interface Call {
  principal: Principal
  /** The version that it made; absent where it deleted the parameter. */
  version?: number
  atMs: number
}

const ENTRIES = 20
/** A call's and an event's whole seconds, and a deletion that only a scan found. */
const NEAR_MS = 15 * 60_000

/** Whether this call made that entry. After a parameter was deleted, its versions start from 1 again. */
const explains = (call: Call, { change, to, version, atMs }: Assignment): boolean =>
  change === 'outside' &&
  Math.abs(atMs - call.atMs) <= NEAR_MS &&
  (call.version === undefined ? to === undefined : version === call.version)

/** Adds the actor to the entry of a change outside amiops and to its message. amiops's own calls explain no such change. */
export const nameCaller = async (
  needs: WithBackoff<AliasNewsNeeds>,
  place: AliasPlace,
  call: Call,
): Promise<void> => {
  const { ledger } = needs
  const entry = (await ledger.readAssignments(place, ENTRIES)).find(one => explains(call, one))
  if (!entry) return
  const named: Assignment = { ...entry, principal: call.principal }
  await addOutside(needs, named)
  await announceAssignment(needs, named)
}
