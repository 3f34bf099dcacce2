import { PROJECT_CONFIG } from './check-config.ts'
import { printFindings } from './doctor/print.ts'
import { hasProblem, runDoctor } from './doctor/run-doctor.ts'
import { readArguments } from './help.ts'
import { readTarget, TARGET_OPTIONS, TARGET_USAGE } from './target.ts'

/** `npm run doctor [-- --json]`: checks an installation, or what would prevent one. Changes nothing. */
const USAGE = `Usage: npm run doctor -- [options]

Checks an installation, or what would prevent one: config, credentials, quota, stack, secrets, Slack, rules, accounts, queues.
Each line says what to do. Changes nothing. Ends with exit code 1 where there is a problem.

${TARGET_USAGE}
  --json              one JSON document, for machines: npm run -s doctor -- --json`

const { values } = readArguments(USAGE, {
  options: { json: { type: 'boolean', default: false }, ...TARGET_OPTIONS },
})
const target = await readTarget(process.argv.slice(2))
const checked = await runDoctor(target, PROJECT_CONFIG, Date.now())
const isFit = !hasProblem(checked)
if (values.json) console.log(JSON.stringify({ ok: isFit, ...target, checks: checked }, null, 2))
else printFindings(checked)
process.exitCode = isFit ? 0 : 1
