/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Machines are noisy, and no test is a measurement. A burst is seen to its end within a minute on a quiet one.
  testTimeout: 240_000,
  // Tests wait more than they compute.
  maxWorkers: '100%',
  // Worlds leave kept connections behind, which would hold the process after the last test.
  forceExit: true,
  testSequencer: '<rootDir>/test/support/slow-first.mjs',
  // The bundles, the page and the browser, once for all files that need them.
  globalSetup: '<rootDir>/test/support/shared/setup.ts',
  globalTeardown: '<rootDir>/test/support/shared/teardown.ts',
  // Mutated copies of the project.
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp/'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/'],
}
