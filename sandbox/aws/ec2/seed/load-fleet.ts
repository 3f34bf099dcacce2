import type { Fleet } from '../fleet.ts'

export interface LoadFleetOptions {
  nowMs: number
  /** Where images live of which the file does not tell; `us-east-1` when left out. */
  region?: string
}

export interface LoadedFleet {
  images: number
  /** Sorted, each once. */
  regions: string[]
  accounts: string[]
}

/** A file of images that is not what `aws ec2 describe-images` prints. `faults` are for people, one line each. */
export class InvalidFleetError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'InvalidFleetError'
    this.faults = faults
  }
}

/**
 * Adds the images of parsed JSON: the output of `aws ec2 describe-images`, several of them in an array, or the images
 * alone. All or none: throws InvalidFleetError with every fault and its path.
 */
export const loadFleet = (_fleet: Fleet, _json: unknown, _options: LoadFleetOptions): LoadedFleet => {
  throw new InvalidFleetError(['Fleets cannot be loaded yet.'])
}
