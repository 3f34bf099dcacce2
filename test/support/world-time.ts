/** A Wednesday, far from the hour's end: what happens once an hour or once a week comes at the same step of each run. */
const START_MS = Date.UTC(2026, 10, 4, 13, 5)
const aheadMs = START_MS - Date.now()

/** The time in a world that nobody has moved on, in milliseconds since the epoch. It begins when a test file does, and runs as time does. */
export const worldNowMs = (): number => Date.now() + aheadMs
