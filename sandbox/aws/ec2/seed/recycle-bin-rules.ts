import type { Fleet } from '../fleet.ts'

const RETENTION_DAYS = 14

/** What is of production is kept for two weeks: images, and their snapshots where somebody deletes those too. */
export const addRecycleBinRules = (fleet: Fleet, account: string, region: string): void => {
  const tags = [{ Key: 'Environment', Value: 'production' }]
  for (const resourceType of ['EC2_IMAGE', 'EBS_SNAPSHOT'] as const) {
    fleet.recycleBinRules.push({ account, region, resourceType, retentionDays: RETENTION_DAYS, tags })
  }
}
