/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Machines are noisy: no test is a measurement.
  testTimeout: 30_000,
  // Worlds leave kept connections behind, which would hold the process after the last test.
  forceExit: true,
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
