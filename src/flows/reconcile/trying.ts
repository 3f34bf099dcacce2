import type { Log } from '../../ports.ts'

/**
 * Does one part of the reconciliation.
 *
 * @returns whether it was done: a failure is logged and does not stop the other parts
 */
export const trying = async (log: Log, what: object, work: () => Promise<unknown>): Promise<boolean> => {
  try {
    await work()
    return true
  } catch (error) {
    log.error('A part of the reconciliation failed; the next run tries it again.', {
      ...what,
      why: String(error),
    })
    return false
  }
}
