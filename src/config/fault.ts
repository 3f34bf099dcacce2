/** One thing that is wrong in the config file, where, and what was expected. */
export interface Fault {
  line: number
  /** `channels.fallback`; empty for the file as a whole. */
  path: string
  expected: string
}

export type Path = readonly (string | number)[]

/** A fault whose line is looked up by its path. */
export interface PathFault {
  path: Path
  expected: string
}

/** All faults of a file, one a line, as an editor can jump to them. */
export const faultLines = (file: string, faults: readonly Fault[]): string[] =>
  faults.map(
    ({ line, path, expected }) => `${file}:${line}: ${path === '' ? '' : `${path}: `}expected ${expected}`,
  )
