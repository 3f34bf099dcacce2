import { helpIfAsked } from '../scripts/help.ts'
import { soakInSandbox } from '../test/support/soak/in-sandbox.ts'
import { soak } from '../test/support/soak/soak.ts'

/** `npm run soak [-- [--in-sandbox [--minutes N]] [--steps N] [--seed N] [--images N]]`: random events, clicks, faults, deaths and
 * repetitions on a virtual clock; with the flows over ports in memory, or with the packaged functions in the sandbox, there
 * for so many minutes at most. Ends with exit code 1 where ledger, EC2 and Slack do not agree. */
helpIfAsked(`Usage: npm run soak -- [options]

Random events, clicks, faults, deaths and repetitions; then ledger, EC2 and Slack are compared, image by image.

  --steps NUMBER    100000
  --seed NUMBER     the same number, the same run; 20261125
  --images NUMBER   500; 250 in the sandbox
  --in-sandbox      the packaged functions in the sandbox instead of the flows over ports in memory: an hour or two
  --minutes NUMBER  in the sandbox, the run ends after so many`)

const numberOf = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  if (at < 0) return otherwise
  const given = Number(process.argv[at + 1])
  if (Number.isSafeInteger(given) && given > 0) return given
  console.error(`Expected --${name} to be a whole number above 0, got ${process.argv[at + 1]}.`)
  process.exit(2)
}

const isInSandbox = process.argv.includes('--in-sandbox')
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
const { disagreements, ...counts } = await (isInSandbox
  ? soakInSandbox({ ...options, calmMinutes: 180, onStep })
  : soak(options))
console.log(JSON.stringify({ ...options, ...counts, disagreements: disagreements.length }))
for (const one of disagreements.slice(0, 20)) console.error(one)
process.exit(disagreements.length > 0 ? 1 : 0)
