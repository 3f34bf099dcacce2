// One execution environment of a function: it loads a bundle, then serves what its parent sends, one after another. Time
// is what the parent says. It counts each call that leaves it, and tells what it has used of processor and memory.
const { subscribe } = require('node:diagnostics_channel')
const { readFileSync } = require('node:fs')

const [bundle] = process.argv.slice(2)
let nowMs = 0
globalThis.benchNow = () => nowMs

let calls = {}
const count = (path, target) => {
  const name = target
    ? target.replace(/^DynamoDB_\d+\./, 'DynamoDB ').replace(/^AmazonSQS\./, 'SQS ')
    : path.split('?')[0]
  calls[name] = (calls[name] ?? 0) + 1
}
subscribe('http.client.request.start', ({ request }) =>
  count(request.path, request.getHeader('x-amz-target')),
)
subscribe('undici:request:create', ({ request }) => count(request.path))

const { handler } = require(bundle)

/** `maxRSS` begins with what the process that forked this one held; the kernel's own mark of this process does not. */
const peakBytes = () => {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
  } catch {
    return process.resourceUsage().maxRSS * 1024
  }
}

process.on('message', async ({ id, event, context, nowMs: at }) => {
  nowMs = at
  calls = {}
  const before = process.cpuUsage()
  const startedMs = performance.now()
  let outcome
  try {
    outcome = { result: await handler(event, context) }
  } catch (error) {
    outcome = { error: String(error?.stack ?? error) }
  }
  const tookMs = performance.now() - startedMs
  const { user, system } = process.cpuUsage(before)
  const maxRssBytes = peakBytes()
  process.send({ id, ...outcome, calls, tookMs, cpuMs: (user + system) / 1000, maxRssBytes })
})
process.on('disconnect', () => process.exit(0))
process.send({ ready: true })
