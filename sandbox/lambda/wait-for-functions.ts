import { waitUntilIdle } from '../kernel/idle.ts'
import type { Lambda } from './lambda.ts'

/**
 * At the end, running functions get this much time. A function that takes longer dies as in Lambda, and its messages are delivered again.
 */
const LAST_WORD_MS = 500

export const waitForFunctions = async ({ runtimes }: Lambda): Promise<void> => {
  let isOver = false
  const limit = setTimeout(() => {
    isOver = true
  }, LAST_WORD_MS)
  await waitUntilIdle(() => !isOver && [...runtimes.values()].some(runtime => runtime.running() > 0))
  clearTimeout(limit)
}
