/**
 * How far a time that one function saved may lie behind another function's: their clocks differ a little, and a write takes its time.
 */
export const FUNCTIONS_APART_MS = 60_000
