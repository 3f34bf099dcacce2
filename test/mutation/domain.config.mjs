import common from './common.mjs'

export default {
  ...common,
  mutate: ['src/domain/**/*.ts'],
  htmlReporter: { fileName: 'reports/mutation/domain.html' },
  // The score that was reached, rounded down: it only rises.
  thresholds: { high: 95, low: 85, break: 90 },
}
