import { BOT, TEAM } from '../defaults.ts'
import type { JsonObject, Person } from '../types.ts'

/** Slack's old way to prove itself; the signature has replaced it, the field still travels. */
export const VERIFICATION_TOKEN = 'sandbox-verification-token'

/** What every interaction payload begins with. The team is the workspace's, also when the person is from another one. */
export const envelope = (type: string, person: Person): JsonObject => ({
  type,
  user: { id: person.id, username: person.name, name: person.name, team_id: person.team_id },
  api_app_id: BOT.app_id,
  token: VERIFICATION_TOKEN,
  team: { id: TEAM.id, domain: TEAM.domain },
  enterprise: null,
  is_enterprise_install: false,
})

export const FORM = 'application/x-www-form-urlencoded'

/** Interactivity travels as one form field that holds JSON. */
export const asForm = (payload: JsonObject): string =>
  new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
