import type { Fleet } from '../fleet.ts'
import type { LoadedFleet } from './load-fleet.ts'

export interface RandomFleetOptions {
  /** The same seed, number and day give the same fleet. */
  seed: number
  images: number
  nowMs: number
}

/** Adds a believable fleet of any size, with instances, launch templates and groups that use some of it. */
export const seedRandomFleet = (_fleet: Fleet, _options: RandomFleetOptions): LoadedFleet => {
  throw new Error('Random fleets cannot be made yet.')
}
