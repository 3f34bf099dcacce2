import type { Fleet } from '../fleet.ts'

const RETENTION_DAYS = 14

/** Images of production are kept for two weeks, and so are their snapshots if somebody deletes those too. */
export const addRecycleBinRules = (fleet: Fleet, account: string, region: string): void => {
  const tags = [{ Key: 'Environment', Value: 'production' }]
  for (const resourceType of ['EC2_IMAGE', 'EBS_SNAPSHOT'] as const) {
    fleet.recycleBinRules.push({ account, region, resourceType, retentionDays: RETENTION_DAYS, tags })
  }
}
