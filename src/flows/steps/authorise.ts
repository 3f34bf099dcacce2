import { decideRight, type Right } from '../../domain/authorise.ts'
import type { Person } from '../../domain/request.ts'
import { type MembersNeeds, RIGHT_FRESH_MS, readMembers } from './read-members.ts'

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
