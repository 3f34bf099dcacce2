import type { FleetUse } from '../domain/fleet-use.ts'

/** What runs in an account and region. */
export interface Instances {
  /** The instances that are not terminated, each with its image as it is now, also one that is gone. Throws where EC2 does not
   * answer in time, or does not allow it: nothing is ever missing from a list. */
  list(account: string, region: string): Promise<readonly FleetUse[]>
}
