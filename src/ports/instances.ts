import type { FleetUse } from '../domain/fleet-use.ts'
import type { ImageRef } from '../domain/image.ts'
import type { InstancesByAccount } from '../domain/impact.ts'

/** What runs in an account and region. */
export interface Instances {
  /**
   * The instances that are not terminated, each with its image as it is now, also one that is gone. Throws if EC2 does not answer in
   * time, or does not allow it, so that a list is always complete.
   */
  list(account: string, region: string): Promise<readonly FleetUse[]>
  /**
   * How many instances run the image, in all configured accounts. Never throws: an account that does not answer is named.
   *
   * @param silent accounts that are known not to answer: they are named without being asked
   */
  running(image: ImageRef, silent?: ReadonlySet<string>): Promise<InstancesByAccount>
}
