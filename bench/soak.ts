import { readArguments, refuseArguments } from '../scripts/help.ts'

/** `npm run soak [-- [--in-sandbox [--minutes N]] [--steps N] [--seed N] [--images N]]`: random events, clicks, faults, deaths and
 * repetitions on a virtual clock; with the flows over ports in memory, or with the packaged functions in the sandbox, there
 * for so many minutes at most. Ends with exit code 1 where ledger, EC2 and Slack do not agree. */
const USAGE = `Usage: npm run soak -- [options]

Random events, clicks, faults, deaths, repetitions and hours without Slack, AWS's services or EC2; then ledger, EC2 and Slack are compared, image by image.

  --steps NUMBER    100000
  --seed NUMBER     the same number, the same run; 20261125
  --images NUMBER   500; 250 in the sandbox
  --in-sandbox      the packaged functions in the sandbox instead of the flows over ports in memory: an hour or two
  --minutes NUMBER  in the sandbox, the run ends after so many`

const number = { type: 'string' } as const
const { values } = readArguments(USAGE, {
  options: {
    steps: number,
    seed: number,
    images: number,
    minutes: number,
    'in-sandbox': { type: 'boolean' },
  },
})

const numberOf = (name: 'steps' | 'seed' | 'images' | 'minutes', otherwise: number): number => {
  const given = values[name]
  if (given === undefined) return otherwise
  return Number.isSafeInteger(Number(given)) && Number(given) > 0
    ? Number(given)
    : refuseArguments(`Expected --${name} to be a whole number above 0, got ${given}.`, USAGE)
}

const isInSandbox = values['in-sandbox'] === true
const options = {
  seed: numberOf('seed', 20_261_125),
  steps: numberOf('steps', 100_000),
  images: numberOf('images', isInSandbox ? 250 : 500),
}
const stopAtMs = performance.now() + 60_000 * numberOf('minutes', 24 * 60)
let told = 0
const onStep = (step: number): boolean => {
  if (step >= told) {
    told += 1_000
    console.error(`${step} of ${options.steps}`)
  }
  return performance.now() > stopAtMs
}
// Only now, since they take a second to load: help and a wrong option are answered at once.
const run = async () => {
  if (!isInSandbox) return (await import('../test/support/soak/soak.ts')).soak(options)
  const { soakInSandbox } = await import('../test/support/soak/in-sandbox.ts')
  return soakInSandbox({ ...options, stepsToAnOutage: 500, calmMinutes: 180, onStep })
}
const { disagreements, ...counts } = await run()
console.log(JSON.stringify({ ...options, ...counts, disagreements: disagreements.length }))
for (const one of disagreements.slice(0, 20)) console.error(one)
process.exit(disagreements.length > 0 ? 1 : 0)
