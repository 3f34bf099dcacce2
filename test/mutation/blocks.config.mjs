import common from './common.mjs'

export default {
  ...common,
  mutate: ['blocks/**/*.ts'],
  htmlReporter: { fileName: 'reports/mutation/blocks.html' },
  // The score that was reached, rounded down: it only rises.
  thresholds: { high: 95, low: 85, break: 90 },
}
