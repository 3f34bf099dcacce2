import { decideRight, groupsToRead, type Members, type Right } from '../domain/authorise.ts'
import type { Config } from '../domain/config.ts'
import type { Person } from '../domain/request.ts'
import type { Messenger } from '../ports.ts'

interface Needs {
  messenger: Pick<Messenger, 'members'>
  config: Config
}

/** Reads who is in the groups of these roles. */
export const readMembers = async (
  { messenger, config }: Needs,
  roleNames: readonly string[],
): Promise<(userGroup: string) => Members> => {
  const members = new Map<string, Members>()
  for (const group of groupsToRead(config, roleNames)) members.set(group, await messenger.members(group))
  return group => members.get(group) ?? { known: false, reason: 'not read' }
}

/** Reads who is in the groups that count, then decides whether the person holds one of the roles. */
export const authorise = async (
  needs: Needs,
  asked: { person: Person; workspaceId: string },
  roleNames: readonly string[],
): Promise<Right> => {
  const membersOf = await readMembers(needs, roleNames)
  const { config } = needs
  return decideRight(config, roleNames, asked.person, config.workspaceId ?? asked.workspaceId, membersOf)
}
