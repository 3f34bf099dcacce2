import type { FleetUse } from '../../../src/domain/fleet-use.ts'
import type { Instances } from '../../../src/ports.ts'

export interface MemoryInstances extends Instances {
  put(...uses: readonly FleetUse[]): void
  /** Makes the lists of this account fail with this error; without an error, they work again. */
  refuse(account: string, error?: Error): void
}

/** Running instances of any account, in memory. */
export const createMemoryInstances = (): MemoryInstances => {
  const all: FleetUse[] = []
  const refused = new Map<string, Error>()
  return {
    put: (...uses) => void all.push(...uses),
    refuse(account, error) {
      if (error) refused.set(account, error)
      else refused.delete(account)
    },
    async running({ imageId }) {
      const accounts = new Set([...all.map(({ account }) => account), ...refused.keys()])
      const running = new Map<string, number>()
      for (const { account, image, state } of all)
        if (image.imageId === imageId && state !== 'terminated' && !refused.has(account))
          running.set(account, (running.get(account) ?? 0) + 1)
      return {
        asked: accounts.size,
        running: [...running].map(([name, instances]) => ({ name, instances })),
        unread: [...refused].map(([name, { name: why }]) => ({ name, why })),
      }
    },
    async list(account, region) {
      const error = refused.get(account)
      if (error) throw error
      return all.filter(use => use.account === account && use.region === region && use.state !== 'terminated')
    },
  }
}
