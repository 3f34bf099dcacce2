import { RetryLater } from '../../domain/retry-later.ts'

/**
 * Does what others must not wait for, such as a line that Slack has no room for now.
 *
 * @returns what to throw once all else is done, so that the queue brings it back; undefined where it was done
 */
export const deferRetry = async (work: Promise<unknown>): Promise<RetryLater | undefined> => {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof RetryLater) return error
    throw error
  }
}
