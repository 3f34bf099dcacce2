import type { Config } from './config.ts'
import { dayOf } from './day.ts'
import { groupBy } from './group-by.ts'

/** A report that comes every week: which, and where. */
export interface WeeklyReport {
  /** Names it among those of a week. */
  id: string
  channel: string
  /** Of these families alone; of all images without it. */
  families?: readonly string[]
}

type Rules = Pick<Config, 'reports' | 'channels' | 'families'>

/** Families that name an owner or a channel. */
const ownedFamilies = ({ reports, families }: Pick<Config, 'reports' | 'families'>) =>
  reports?.perOwner
    ? Object.entries(families).filter(
        ([, { owner, channel }]) => owner !== undefined || channel !== undefined,
      )
    : []

/** The families that have reports of their own. */
export const reportedFamilies = (config: Pick<Config, 'reports' | 'families'>): ReadonlySet<string> =>
  new Set(ownedFamilies(config).map(([name]) => name))

/** The reports of a week: that of all images first, then one for each owner and channel. */
export const weeklyReportsOf = (config: Rules): WeeklyReport[] => {
  const { reports, channels } = config
  if (!reports) return []
  const general = reports.weekly.channel ?? channels.fallback
  const owned = ownedFamilies(config).map(([name, { owner = '', channel = general }]) => ({
    name,
    channel,
    id: `${owner}/${channel}`,
  }))
  return [
    { id: 'all', channel: general },
    ...[...groupBy(owned, ({ id }) => id)].map(([id, some]) => ({
      id,
      channel: some[0]?.channel ?? general,
      families: some.map(({ name }) => name),
    })),
  ]
}

/** The key of the message that it is, in one channel. `slotMs`: when it was due. */
export const weeklyReportKey = (slotMs: number, { id }: Pick<WeeklyReport, 'id'>, channel: string): string =>
  `report/${dayOf(slotMs)}/${id}/${channel}`
