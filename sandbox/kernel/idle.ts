const CHECK_MS = 10

/** Twice in a row, since between two services there may be a moment in which neither is busy. */
const QUIET_CHECKS = 2

/** Resolves once nothing is busy. It looks by the machine's time: a clock that stands still would never let it. */
export const waitUntilIdle = async (isBusy: () => boolean): Promise<void> => {
  for (let quiet = 0; quiet < QUIET_CHECKS; quiet = isBusy() ? 0 : quiet + 1) {
    await new Promise(resolve => setTimeout(resolve, CHECK_MS))
  }
}
