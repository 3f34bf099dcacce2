import type { Metrics } from '../../../src/ports.ts'

export interface MemoryMetrics extends Metrics {
  /** The sum of each count, and how often each time was taken. */
  sums(): Record<string, number>
}

export const createMemoryMetrics = (): MemoryMetrics => {
  const sums = new Map<string, number>()
  const add = (name: string, value: number) => void sums.set(name, (sums.get(name) ?? 0) + value)
  return {
    count: (name, value = 1, dimensions = {}) => add([name, ...Object.values(dimensions)].join(' '), value),
    time: name => add(name, 1),
    sums: () => Object.fromEntries(sums),
  }
}
