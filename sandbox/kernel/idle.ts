const CHECK_MS = 1

/** How many checks in a row: between two services there may be a turn of the event loop in which neither is busy. */
const QUIET_CHECKS = 5

/** Calls come and go within a few turns of the event loop; if nothing changes for this many checks, they wait for the clock. */
const HELD_CHECKS = 10

export const pause = () => new Promise<void>(resolve => setTimeout(resolve, CHECK_MS))

/**
 * Resolves once nothing is busy, or all that is busy is held back by the clock. It checks by the machine's time: a clock
 * that stands still would never let it end.
 */
export const waitUntilIdle = async (isBusy: () => boolean, isHeldBack = () => false): Promise<void> => {
  let quiet = 0
  let held = 0
  while (quiet < QUIET_CHECKS && held < HELD_CHECKS) {
    await pause()
    quiet = isBusy() ? 0 : quiet + 1
    held = isBusy() && isHeldBack() ? held + 1 : 0
  }
}
