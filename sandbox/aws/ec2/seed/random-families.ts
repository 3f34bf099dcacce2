import type { Random } from '../../random.ts'

/** Images with one name and purpose, built again and again. */
export interface Family {
  name: string
  account: string
  tags: Readonly<Record<string, string>>
  sizesGiB: readonly number[]
  architecture: 'x86_64' | 'arm64'
  windows: boolean
  description: string
  /** The first is where it is baked; the others get copies. */
  regions: readonly [string, ...string[]]
  bakedEveryDays: number
  /** Whether a newer image puts the older ones out of use. */
  disablesOld: boolean
  protection?: 'enabled-without-cooldown' | 'enabled-with-cooldown'
  sharedWith: readonly string[]
}

const HOME = '123456789012'
const STAGING = '345678901234'
const PARTNER = '210987654321'

const TEAMS = [
  ['payments', ['payments-api', 'payments-worker', 'ledger', 'fraud-scoring']],
  ['checkout', ['checkout-api', 'cart', 'pricing']],
  ['platform', ['eks-node', 'bastion', 'nat', 'runner', 'base']],
  ['search', ['search-indexer', 'search-query', 'embeddings']],
  ['data', ['spark', 'airflow', 'kafka', 'warehouse-loader']],
  ['identity', ['sso', 'token-service', 'directory']],
  ['media', ['transcoder', 'thumbnails', 'cdn-origin']],
  ['observability', ['metrics', 'log-shipper', 'tracing']],
  ['workplace', ['terminal-server', 'print-server', 'build-agent']],
  ['research', ['gpu-training', 'notebooks', 'inference']],
] as const

const SYSTEMS = [
  { suffix: 'al2023', rootGiB: 8, windows: false, says: 'Amazon Linux 2023' },
  { suffix: 'ubuntu-24.04', rootGiB: 16, windows: false, says: 'Ubuntu 24.04 LTS' },
  { suffix: 'ubuntu-22.04', rootGiB: 16, windows: false, says: 'Ubuntu 22.04 LTS' },
  { suffix: 'debian-13', rootGiB: 12, windows: false, says: 'Debian 13' },
  { suffix: 'rhel-10', rootGiB: 20, windows: false, says: 'Red Hat Enterprise Linux 10' },
  { suffix: 'windows-2025', rootGiB: 60, windows: true, says: 'Windows Server 2025' },
] as const

const ENVIRONMENTS = ['production', 'production', 'staging', 'development'] as const
const REGIONS = ['us-east-1', 'us-east-1', 'eu-west-1', 'us-west-2', 'ap-southeast-2'] as const
const DATA_DISKS_GIB = [50, 100, 200, 500] as const

const pickAccount = (random: Random): string => {
  const share = random.next()
  if (share < 0.75) return HOME
  return share < 0.92 ? STAGING : PARTNER
}

const pickRegions = (random: Random): Family['regions'] => {
  const first = random.pick(REGIONS)
  const others = random.chance(0.35) ? [random.pick(REGIONS), random.pick(REGIONS)] : []
  return [first, ...new Set(others.filter(region => region !== first))]
}

/** Makes families that differ in their names, however many are asked for. */
export const createFamilies = (random: Random): (() => Family) => {
  const counts = new Map<string, number>()
  return () => {
    const [team, services] = random.pick(TEAMS)
    const service = random.pick(services)
    const system = random.pick(SYSTEMS)
    const arm = !system.windows && random.chance(0.4)
    const base = `${service}-${system.suffix}${arm ? '-arm64' : ''}`
    const count = (counts.get(base) ?? 0) + 1
    counts.set(base, count)
    const account = pickAccount(random)
    const Environment = random.pick(ENVIRONMENTS)
    const isProtected = Environment === 'production' && random.chance(0.15)
    return {
      name: `${base}${count > 1 ? `-v${count}` : ''}-{date}`,
      account,
      tags: {
        Team: team,
        Service: service,
        Environment,
        ManagedBy: random.pick(['packer', 'packer', 'image-builder', 'dlm']),
        ...(random.chance(0.3) && { CostCenter: String(random.between(4_000, 4_999)) }),
      },
      sizesGiB: [
        system.rootGiB + random.pick([0, 0, 8, 22]),
        ...(random.chance(0.25) ? [random.pick(DATA_DISKS_GIB)] : []),
      ],
      architecture: arm ? 'arm64' : 'x86_64',
      windows: system.windows,
      description: `${system.says} for ${service}`,
      regions: pickRegions(random),
      bakedEveryDays: random.pick([1, 3, 7, 7, 14, 30]),
      disablesOld: random.chance(0.4),
      ...(isProtected && {
        protection: random.chance(0.5) ? 'enabled-with-cooldown' : 'enabled-without-cooldown',
      }),
      sharedWith: random.chance(0.2)
        ? [HOME, STAGING, PARTNER].filter(other => other !== account && random.chance(0.7))
        : random.chance(0.02)
          ? ['all']
          : [],
    }
  }
}
