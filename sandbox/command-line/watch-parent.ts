const CHECK_MS = 500

/**
 * Calls `onOrphaned` once the process that started this one has ended, however it ended: npm passes SIGHUP and SIGKILL on to
 * nobody. Needs no standard input, which a start in the background or in CI does not have. Windows gives an orphan no other
 * parent: there it never calls.
 */
export const watchParent = (onOrphaned: () => void): void => {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onOrphaned()
  }, CHECK_MS)
  timer.unref()
}
