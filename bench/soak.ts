import { soak } from '../test/support/soak/soak.ts'

/** `npm run soak [-- --steps N --seed N --images N]`: random events, clicks, faults, deaths and repetitions on a virtual clock,
 * with the real flows over ports in memory; ends with exit code 1 where ledger, EC2 and Slack do not agree. */
const numberOf = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  if (at < 0) return otherwise
  const given = Number(process.argv[at + 1])
  if (Number.isSafeInteger(given) && given > 0) return given
  console.error(`Expected --${name} to be a whole number above 0, got ${process.argv[at + 1]}.`)
  process.exit(2)
}

const options = {
  seed: numberOf('seed', 20_261_125),
  steps: numberOf('steps', 100_000),
  images: numberOf('images', 500),
}
const { disagreements, ...counts } = await soak(options)
console.log(JSON.stringify({ ...options, ...counts, disagreements: disagreements.length }))
for (const one of disagreements.slice(0, 20)) console.error(one)
process.exitCode = disagreements.length > 0 ? 1 : 0
