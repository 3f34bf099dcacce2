import { BOT, ORGANIZATION, SISTER_TEAM, TEAM } from '../defaults.ts'
import type { JsonObject, Person } from '../types.ts'

/** Slack's verification token: replaced by the signature, but still sent. */
export const VERIFICATION_TOKEN = 'sandbox-verification-token'

const ENTERPRISE = { id: ORGANIZATION.id, name: ORGANIZATION.name }

/** The workspace that a payload names: that of the app, also when the person is from another one; of an app that is installed for
 * the organization, the person's own. */
export const teamFor = (person: Person, isOrgWide: boolean): { id: string; domain: string } => {
  const { id, domain } = isOrgWide && person.team_id === SISTER_TEAM.id ? SISTER_TEAM : TEAM
  return { id, domain }
}

/** What every interaction payload begins with. The enterprise is the channel's, also when the person is a guest. */
export const envelope = (type: string, person: Person, isOrgWide: boolean): JsonObject => ({
  type,
  user: { id: person.id, username: person.name, name: person.name, team_id: person.team_id },
  api_app_id: BOT.app_id,
  token: VERIFICATION_TOKEN,
  team: {
    ...teamFor(person, isOrgWide),
    enterprise_id: ENTERPRISE.id,
    enterprise_name: ENTERPRISE.name,
  },
  enterprise: ENTERPRISE,
  is_enterprise_install: isOrgWide,
})

export const FORM = 'application/x-www-form-urlencoded'

/** Interactivity travels as one form field that holds JSON. */
export const asForm = (payload: JsonObject): string =>
  new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
