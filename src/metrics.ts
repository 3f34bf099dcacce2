import { MetricUnit, Metrics as Powertools } from '@aws-lambda-powertools/metrics'
import type { Metrics } from './ports.ts'

/**
 * Metrics as lines of the log (EMF), by Powertools: no call to CloudWatch. One line for each run; a metric with a dimension has a line of
 * its own.
 */
export const createMetrics = (serviceName: string): Metrics & { flush(): void } => {
  let built: Powertools | undefined
  const powertools = (): Powertools => {
    built ??= new Powertools({ namespace: 'amiops', serviceName })
    return built
  }
  const sums = new Map<
    string,
    { name: string; value: number; dimensions: Readonly<Record<string, string>> }
  >()
  return {
    count(name, value = 1, dimensions = {}) {
      const key = JSON.stringify([name, dimensions])
      sums.set(key, { name, dimensions, value: (sums.get(key)?.value ?? 0) + value })
    },
    time: (name, ms) => powertools().addMetric(name, MetricUnit.Milliseconds, ms),
    flush() {
      for (const { name, value, dimensions } of sums.values()) {
        const [dimension] = Object.entries(dimensions)
        const target = dimension ? powertools().singleMetric() : powertools()
        if (dimension) target.addDimension(...dimension)
        target.addMetric(name, MetricUnit.Count, value)
      }
      sums.clear()
      if (built?.hasStoredMetrics()) built.publishStoredMetrics()
    },
  }
}
