export default {
  mutate: ['src/domain/**/*.ts'],
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: { configFile: 'test/mutation/jest.config.mjs' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A busy machine must not count as a killed mutant.
  timeoutMS: 30_000,
  ignorePatterns: ['.build', '.serverless', 'coverage'],
  // Types are checked by `npm run check`. Stryker would rewrite tsconfig.json through the compiler's API, which
  // TypeScript 7 does not have; there is no file of this name.
  tsconfigFile: 'tsconfig.none.json',
  disableTypeChecks: false,
  reporters: ['progress', 'clear-text', 'html'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false },
  allowConsoleColors: false,
  // The first true score, rounded down: it only rises.
  thresholds: { high: 95, low: 85, break: 0 },
}
