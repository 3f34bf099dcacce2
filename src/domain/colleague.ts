import { type Config, isOurWorkspace } from './config.ts'
import type { Person } from './request.ts'

/** What Slack says of a person. `workspaceId`, `organizationId`: the person's own, the latter of Enterprise Grid. */
export type PersonAnswer =
  | {
      known: true
      workspaceId?: string
      organizationId?: string
      isStranger: boolean
      isDeactivated: boolean
    }
  | {
      known: false
      reason: string
      /** Slack only asked to wait. */
      retryAfterSec?: number
    }

type Workspaces = Pick<Config, 'workspaceId' | 'workspaces'>

const isOrganization = (id: string): boolean => id.startsWith('E')

/** The workspaces and organizations of the config. */
const listedIn = ({ workspaceId, workspaces = [] }: Workspaces): string[] => [
  ...(workspaceId === undefined ? [] : [workspaceId]),
  ...workspaces,
]

export const organizationsIn = (config: Workspaces): string[] => listedIn(config).filter(isOrganization)

/** The workspaces whose user groups and channels an organization's token is asked for, one after another; none where the app
 * is installed in one workspace, which its token names. */
export const teamsToName = (config: Workspaces): string[] =>
  config.workspaceId !== undefined && isOrganization(config.workspaceId)
    ? listedIn(config).filter(id => !isOrganization(id))
    : []

/** Whether Slack has to say who this is: the config does not list the person's workspace, and lists an organization.
 * @param home the workspace that the bot serves */
export const isToBeLookedUp = (config: Workspaces, { workspaceId }: Person, home: string): boolean =>
  !isOurWorkspace(config, workspaceId, home) && organizationsIn(config).length > 0

/** The person as Slack knows them, where a payload names no workspace of theirs; else as they were, from no workspace of ours. */
export const asSlackSays = (config: Workspaces, person: Person, answer: PersonAnswer): Person => {
  if (!answer.known || answer.isStranger || answer.isDeactivated) return person
  const { workspaceId = '' } = answer
  return asColleague(config, { ...person, workspaceId }, answer)
}

/**
 * The person as somebody of the listed organization they belong to, if Slack says so; else as they were, from a workspace
 * that is not ours. What could not be read proves nothing.
 */
export const asColleague = (config: Workspaces, person: Person, answer: PersonAnswer): Person => {
  if (!answer.known || answer.isStranger || answer.isDeactivated) return person
  const { organizationId } = answer
  return organizationId !== undefined && organizationsIn(config).includes(organizationId)
    ? { ...person, workspaceId: organizationId }
    : person
}
