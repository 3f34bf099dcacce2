import whole from '../../jest.config.mjs'

const { testEnvironment, transform, transformIgnorePatterns } = whole

/**
 * The tests that judge the rules of src/domain by themselves: no flows, no bundles, no browser. Each mutant loads the files
 * that import it, so a test that imports flows would cost minutes.
 * @type {import('jest').Config}
 */
export default {
  testEnvironment,
  transform,
  transformIgnorePatterns,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/domain/**/*.test.ts', '<rootDir>/test/blocks/**/*.test.ts'],
  setupFiles: ['<rootDir>/test/mutation/same-seed.ts'],
}
