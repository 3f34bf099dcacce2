import fc from 'fast-check'

/** How many examples a property is tried with: as many as it wants, but few where each mutant tries them all (test/mutation/globals.ts). */
export const runs = (wanted: number): number => Math.min(wanted, fc.readConfigureGlobal()?.numRuns ?? wanted)
