import { createHash } from 'node:crypto'
import { DEFAULT_ACCOUNT } from '../aws/caller.ts'

/** How many accounts the organization has, and in how many regions each of them has images. */
export interface OrganizationSize {
  accounts: number
  regions: number
}

/** What is wrong with an account, on purpose. */
export type AccountTrouble =
  /** Nobody deployed the member stack there: neither role can be assumed. */
  | 'no roles'
  /** Its reader role may not call DescribeImages. */
  | 'denied'
  /** Its EC2 takes calls, and never answers. */
  | 'unresponsive'
  /** It left the organization, and its member stack went with it. */
  | 'left'
  /** Its events come to no rule. */
  | 'silent'

export const TROUBLES: readonly AccountTrouble[] = ['no roles', 'denied', 'unresponsive', 'left', 'silent']

export interface PlannedAccount {
  id: string
  name: string
  /** The name of its organizational unit. */
  unit: string
  environment: 'production' | 'staging' | 'development'
  team: string
  trouble?: AccountTrouble
}

export const REGIONS = [
  'us-east-1',
  'eu-west-1',
  'eu-central-1',
  'us-west-2',
  'ap-southeast-2',
  'us-east-2',
  'ap-northeast-1',
  'eu-north-1',
  'ca-central-1',
  'sa-east-1',
] as const

/** In the first region, as many accounts have the aliases of the golden images. */
export const ACCOUNTS_WITH_ALIASES = 20

const SHARED = [
  ['golden-images', 'Infrastructure', 'platform'],
  ['network', 'Infrastructure', 'platform'],
  ['shared-services', 'Infrastructure', 'platform'],
  ['log-archive', 'Security', 'security'],
  ['security-tooling', 'Security', 'security'],
] as const

const TEAMS = [
  'payments checkout catalog search pricing orders returns loyalty ledger fraud risk treasury billing invoicing identity',
  'profiles mobile web media ads recommendations analytics warehouse streaming ml-platform research experiments crm support',
  'telephony logistics fleet-mgmt maps procurement suppliers hr finance legal intranet build-farm observability messaging',
  'notifications email documents signatures partners marketplace fulfilment devices',
].flatMap(line => line.split(' '))

const STAGES = [
  { suffix: 'prod', unit: 'Production', environment: 'production' },
  { suffix: 'staging', unit: 'Staging', environment: 'staging' },
  { suffix: 'dev', unit: 'Development', environment: 'development' },
  { suffix: 'dr', unit: 'Production', environment: 'production' },
] as const

/** Twelve digits, the same for the same name at every start. */
const idOf = (name: string): string =>
  String(100_000_000_000n + (createHash('sha256').update(name).digest().readBigUInt64BE() % 900_000_000_000n))

const nameAccounts = (count: number): PlannedAccount[] => {
  const shared = SHARED.map(
    ([name, unit, team], index): PlannedAccount => ({
      id: index === 0 ? DEFAULT_ACCOUNT : idOf(name),
      name,
      unit,
      environment: 'production',
      team,
    }),
  )
  const ofTeams = Array.from({ length: Math.max(0, count - shared.length) }, (_, at): PlannedAccount => {
    const team = TEAMS[Math.floor(at / STAGES.length) % TEAMS.length] ?? ''
    const { suffix, unit, environment } = STAGES[at % STAGES.length] ?? STAGES[0]
    const round = Math.floor(at / (TEAMS.length * STAGES.length)) + 1
    const name = `${team}-${suffix}${round > 1 ? `-${round}` : ''}`
    return { id: idOf(name), name, unit, environment, team }
  })
  return [...shared, ...ofTeams].slice(0, count)
}

/**
 * The accounts of a made-up organization, the same for the same number: the first one is that of amiops, and the last five have
 * each a trouble of their own.
 */
export const planAccounts = (count: number): PlannedAccount[] => {
  const accounts = nameAccounts(count)
  return accounts.map((account, at) => {
    const trouble = TROUBLES[at - (accounts.length - TROUBLES.length)]
    return trouble ? { ...account, trouble } : account
  })
}
