import type { Person, UserGroup } from './types.ts'

/** Who and what is in the workspace when it opens. Ids are fixed, so that a config file can name them. */
export const TEAM = { id: 'T0SANDBOX', domain: 'sandbox', name: 'Sandbox' } as const
export const BOT = { app_id: 'A0AMIOPS', user_id: 'U0AMIOPS', bot_id: 'B0AMIOPS', name: 'amiops' } as const
/** The Enterprise Grid organization of the workspace, and another workspace of it. */
export const ORGANIZATION = { id: 'E0SANDBOX', domain: 'sandbox-org', name: 'Sandbox Organization' } as const
export const SISTER_TEAM = { id: 'T0SISTER', domain: 'sister', name: 'Sister' } as const
/** Another company's, which shares channels through Slack Connect. */
export const OTHER_TEAM_ID = 'T0ELSEWHERE'

export const PEOPLE: readonly Person[] = [
  { id: 'U0MARIA', name: 'maria', real_name: 'Maria', team_id: TEAM.id, tz: 'Europe/Lisbon' },
  { id: 'U0ALEX', name: 'alex', real_name: 'Alex', team_id: TEAM.id, tz: 'America/New_York' },
  { id: 'U0SAM', name: 'sam', real_name: 'Sam', team_id: TEAM.id, tz: 'Asia/Tokyo' },
  { id: 'W0KIM', name: 'kim', real_name: 'Kim', team_id: SISTER_TEAM.id, tz: 'Europe/Oslo' },
  { id: 'U0GUEST', name: 'guest', real_name: 'Guest', team_id: OTHER_TEAM_ID, tz: 'Europe/Berlin' },
]

export const USER_GROUPS: readonly UserGroup[] = [
  { id: 'S0OPERATORS', handle: 'ami-operators', name: 'AMI operators', users: ['U0MARIA', 'U0ALEX'] },
  { id: 'S0APPROVERS', handle: 'ami-approvers', name: 'AMI approvers', users: ['U0ALEX'] },
  { id: 'S0ONCALL', handle: 'on-call', name: 'On call', users: ['U0MARIA'] },
]

/** `guest`, and `kim` of the other workspace, share the two channels that everybody reads; the audit channel stays inside the
 * workspace. */
export const CHANNELS = [
  { id: 'C0READY', name: 'ami-ready', isExtShared: true },
  { id: 'C0ALERTS', name: 'ami-alerts', isExtShared: true },
  { id: 'C0AUDIT', name: 'ami-audit', isExtShared: false },
] as const

export const isOfOrganization = ({ team_id }: Pick<Person, 'team_id'>): boolean =>
  team_id === TEAM.id || team_id === SISTER_TEAM.id
