import type { Ask } from '../domain/ask.ts'
import { decideRight, groupsToRead, type Members, type Right } from '../domain/authorise.ts'
import type { Config } from '../domain/config.ts'
import type { Messenger } from '../ports.ts'

interface Needs {
  messenger: Pick<Messenger, 'members'>
  config: Config
}

/** Reads who is in the groups that count, then decides. */
export const authorise = async (
  { messenger, config }: Needs,
  ask: Extract<Ask, { kind: 'change' }>,
): Promise<Right> => {
  const members = new Map<string, Members>()
  for (const group of groupsToRead(config, ask.action)) members.set(group, await messenger.members(group))
  const membersOf = (group: string): Members => members.get(group) ?? { known: false, reason: 'not read' }
  return decideRight(config, ask.action, ask.person, config.workspaceId ?? ask.workspaceId, membersOf)
}
