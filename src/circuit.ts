import type { Images } from './ports.ts'

/** After this many failures in a row the dependency counts as down. */
const FAILURES = 3

/** Asks one dependency for many things. */
export type Circuit = <T>(call: () => Promise<T>) => Promise<T>

/**
 * Asks a dependency until it failed three times in a row; then every further call ends at once with its last error. For one
 * batch: a thousand calls that each wait for their timeouts would outlast the function.
 */
export const createCircuit = (): Circuit => {
  let failures = 0
  let lastError: unknown
  return async call => {
    if (failures >= FAILURES) throw lastError
    try {
      const answer = await call()
      failures = 0
      return answer
    } catch (error) {
      failures += 1
      lastError = error
      throw error
    }
  }
}

/** An account and region where EC2 does not answer is not asked about every image's Recycle Bin. */
export const circuitsOf = (recycled: Images['recycled']): Images['recycled'] => {
  const circuits = new Map<string, Circuit>()
  return (image, snapshotIds) => {
    const place = `${image.account}/${image.region}`
    const ask = circuits.get(place) ?? createCircuit()
    circuits.set(place, ask)
    return ask(() => recycled(image, snapshotIds))
  }
}
