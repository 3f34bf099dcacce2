// Answers the same clicks with several bundles by turns, all in this process, and tells how long each answer took.
const { readFileSync } = require('node:fs')

const [file] = process.argv.slice(2)
/** @type {{ warmUp: number, bundles: Record<string, string>, requests: Record<string, object[]> }} */
const { warmUp, bundles, requests } = JSON.parse(readFileSync(file, 'utf8'))

const run = async () => {
  const handlers = Object.entries(bundles).map(([name, bundle]) => [name, require(bundle).handler])
  const took = Object.fromEntries(Object.keys(bundles).map(name => [name, []]))
  const count = Math.min(...Object.values(requests).map(list => list.length))
  for (let at = 0; at < count; at++)
    for (const [name, handler] of handlers) {
      const begun = process.hrtime.bigint()
      const { statusCode } = await handler(requests[name][at], {})
      const ms = Number(process.hrtime.bigint() - begun) / 1e6
      if (statusCode !== 200) throw new Error(`${name} answered ${statusCode}`)
      if (at >= warmUp) took[name].push(ms)
    }
  process.stdout.write(`${JSON.stringify(took)}\n`, () => process.exit(0))
}

run().catch(error => {
  console.error(error)
  process.exit(1)
})
