import type { AllowedImages } from '../../../src/domain/allowed-images.ts'
import type { Finding } from '../../../src/domain/impact.ts'
import type { SnapshotKey } from '../../../src/domain/launchability.ts'
import type { Launchability } from '../../../src/ports.ts'

export interface MemoryLaunchability extends Launchability {
  /** The keys of every image with encrypted snapshots, from now on; without it, there are none. */
  setKeys(keys: Finding<readonly SnapshotKey[]>): void
  allow(account: string, allowed: Finding<AllowedImages>): void
  /** How often keys were looked up. */
  looks(): number
}

/** Keys and Allowed AMIs in memory. */
export const createMemoryLaunchability = (): MemoryLaunchability => {
  let keys: Finding<readonly SnapshotKey[]> = { known: true, value: [] }
  const allowed = new Map<string, Finding<AllowedImages>>()
  let looks = 0
  return {
    setKeys(given) {
      keys = given
    },
    allow: (account, given) => void allowed.set(account, given),
    looks: () => looks,
    async keys(_image, { snapshots }) {
      looks += 1
      return snapshots.some(({ encrypted }) => encrypted) ? keys : { known: true, value: [] }
    },
    allowedImages: async (_region, accounts) =>
      new Map([...allowed].filter(([account]) => accounts.includes(account))),
  }
}
