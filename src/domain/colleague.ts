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

/**
 * The workspaces that calls with an organization's token have to name, one after another, to read user groups and channels; empty if the
 * app is installed in a single workspace.
 */
export const teamsToName = (config: Workspaces): string[] =>
  config.workspaceId !== undefined && isOrganization(config.workspaceId)
    ? listedIn(config).filter(id => !isOrganization(id))
    : []

/**
 * Whether Slack has to be asked for the person's organization: the config does not list the person's workspace, but lists an
 * organization.
 * @param home the workspace that the bot serves
 */
export const isToBeLookedUp = (config: Workspaces, { workspaceId }: Person, home: string): boolean =>
  !isOurWorkspace(config, workspaceId, home) && organizationsIn(config).length > 0

/**
 * The person with the workspace that Slack reports, for a payload that does not name it. If Slack does not answer, the person stays
 * without one, and counts as external.
 */
export const asSlackSays = (config: Workspaces, person: Person, answer: PersonAnswer): Person => {
  if (!answer.known || answer.isStranger || answer.isDeactivated) return person
  const { workspaceId = '' } = answer
  return asColleague(config, { ...person, workspaceId }, answer)
}

/**
 * The person as a member of a listed organization, if Slack says so. Otherwise the person stays in a workspace that is not ours: an
 * answer that could not be read proves nothing.
 */
export const asColleague = (config: Workspaces, person: Person, answer: PersonAnswer): Person => {
  if (!answer.known || answer.isStranger || answer.isDeactivated) return person
  const { organizationId } = answer
  return organizationId !== undefined && organizationsIn(config).includes(organizationId)
    ? { ...person, workspaceId: organizationId }
    : person
}
