// One cold start: loads a bundle, answers one request where one is given, and tells the processor time that this process
// has used since it began. Without a bundle: what node alone takes.
const { readFileSync } = require('node:fs')

const [bundle, requestFile] = process.argv.slice(2)
const request = requestFile ? JSON.parse(readFileSync(requestFile, 'utf8')) : undefined

const tell = statusCode => {
  const { user, system } = process.cpuUsage()
  process.stdout.write(`${JSON.stringify({ cpuMs: (user + system) / 1000, statusCode })}\n`, () =>
    process.exit(0),
  )
}

if (bundle) {
  const { handler } = require(bundle)
  if (request) handler(request, {}, () => {}).then(({ statusCode }) => tell(statusCode))
  else tell()
} else tell()
