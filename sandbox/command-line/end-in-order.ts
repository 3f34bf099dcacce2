import { messageOf } from '../kernel/refusal.ts'

/** npm passes on the Ctrl+C that the terminal has sent to the whole group: two signals at once are one. */
const SAME_SIGNAL_MS = 500

/**
 * Ends the process in order at a signal, at once at a second one.
 *
 * @param folder what `close` saves into
 * @returns ends it without a signal
 */
export const endInOrder = (close: () => Promise<void>, folder: string | undefined): (() => void) => {
  let endingSinceMs: number | undefined
  const end = async (signal?: NodeJS.Signals) => {
    if (endingSinceMs !== undefined) {
      // The second Ctrl+C means it.
      if (signal && performance.now() - endingSinceMs > SAME_SIGNAL_MS) process.exit(130)
      return
    }
    endingSinceMs = performance.now()
    try {
      await close()
      if (folder !== undefined && signal === 'SIGINT') console.log(`\n  Saved in ${folder}`)
      process.exit(0)
    } catch (error) {
      console.error(`  The last changes could not be saved: ${messageOf(error)}`)
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  // A terminal that is gone must not end the last save.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  return () => void end()
}
