import { availableParallelism } from 'node:os'

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Machines are noisy, and no test is a measurement. A burst is seen to its end within a minute on a quiet one.
  testTimeout: 240_000,
  // A test that starts a sandbox waits about a third of its time, and a core would wait with it.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // Jest keeps what each file loaded, and a worker that holds much of it spends more time on garbage than on tests.
  workerIdleMemoryLimit: '700MB',
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
