/** One line of the table. */
export interface Row {
  measure: string
  baseline: string
  measured: string
  target: string
  isReached: boolean
  /** Where it is not reached, why; or how it was measured. */
  note?: string
}

export const times = (ratio: number): string => `${ratio.toFixed(3)} ×`
export const ms = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`
export const kB = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`
export const miB = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`
