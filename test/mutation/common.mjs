/** The journeys whose tests take milliseconds each: a mutant that nothing notices is tried by all that reach it. */
const QUICK_FLOWS =
  'answer,approve,attribute,cards,cleanup,discover,export,families,findings,fleet,greet,home,keep,lists,mute,perform,propose,retire,steps,suggest,watch'

/** What both runs have in common. */
export default {
  testRunner: 'mocha',
  plugins: ['@stryker-mutator/mocha-runner'],
  testRunnerNodeArgs: ['--import', 'tsx'],
  mochaOptions: {
    require: ['./test/mutation/globals.ts'],
    spec: [
      'test/domain/**/*.test.ts',
      'test/blocks/**/*.test.ts',
      'test/messages/**/*.test.ts',
      `test/flows/{${QUICK_FLOWS}}/**/*.test.ts`,
    ],
  },
  coverageAnalysis: 'perTest',
  // A constant of a file is made once, while the file is loaded: its mutants would need a process each.
  ignoreStatic: true,
  concurrency: 2,
  // A busy machine must not count as a killed mutant.
  timeoutMS: 10_000,
  ignorePatterns: ['.build', '.serverless', 'coverage'],
  // Types are checked by `npm run check`. Stryker would rewrite tsconfig.json through the compiler's API, which
  // TypeScript 7 does not have; there is no file of this name.
  tsconfigFile: 'tsconfig.none.json',
  disableTypeChecks: false,
  reporters: ['progress', 'clear-text', 'html'],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false },
  allowConsoleColors: false,
}
