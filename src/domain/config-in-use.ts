import type { Config } from './config.ts'

/** Why the config that is stored now is not in use. */
export interface ConfigTrouble {
  /** `s3://bucket/key`. */
  name: string
  sinceMs: number
  /** A line for each fault. */
  faults: readonly string[]
}

export interface ConfigInUse {
  config: Config
  /** Tells two configs apart: the first characters of a hash of the text. */
  version: string
  /** Present where a newer one has faults or cannot be read, and this is the last good one. */
  trouble?: ConfigTrouble
}
