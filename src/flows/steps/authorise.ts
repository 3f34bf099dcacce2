import { type Allowed, decideRight, type Right } from '../../domain/authorise.ts'
import type { Person } from '../../domain/request.ts'
import { type MembersNeeds, RIGHT_FRESH_MS, readMembers } from './read-members.ts'

/** A right is at most so old when something is decided by it. */
const DECIDES_FOR_MS = 15_000

/** Whether a right that was read a moment ago may still decide. */
export const isStillFresh = ({ asOfMs = Number.POSITIVE_INFINITY }: Allowed, nowMs: number): boolean =>
  nowMs - asOfMs <= DECIDES_FOR_MS

/**
 * Reads who is in the groups that count, then decides whether the person holds one of the roles.
 *
 * @param maxAgeMs how old the membership may be: 12 seconds, but where the answer is only displayed
 */
export const authorise = async (
  needs: MembersNeeds,
  asked: { person: Person; workspaceId: string },
  roleNames: readonly string[],
  maxAgeMs = RIGHT_FRESH_MS,
): Promise<Right> => {
  const membersOf = await readMembers(needs, roleNames, maxAgeMs)
  const { config } = needs
  return decideRight(config, roleNames, asked.person, config.workspaceId ?? asked.workspaceId, membersOf)
}
