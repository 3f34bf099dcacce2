import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { checkAccounts } from './check-accounts.ts'
import { checkConfig, isFinished } from './check-config.ts'
import { checkStack } from './check-stack.ts'
import { helpIfAsked } from './help.ts'
import { isDeployment, nextSteps } from './next-steps.ts'
import { readStackSettings } from './stack-settings.ts'
import { readTarget, TARGET_USAGE, withoutTarget } from './target.ts'
import { ANY_STAGE } from './template/with-parameters.ts'
import { TEMPLATE, writeRelease } from './template/write-release.ts'

/** `npm run package` and `npm run deploy`: the config's faults and accounts first, then osls. Extra arguments go to osls as they are. */
const [first, ...others] = process.argv.slice(2)
const deploys = first === 'deploy'
const given = deploys || first === undefined ? others : [first, ...others]

helpIfAsked(
  deploys
    ? `Usage: npm run deploy -- [options]

Checks amiops.config.yml, builds the five functions and deploys them to the AWS account of your credentials. Uses the table of an
earlier installation of the stage, and reserves concurrency where the account’s quota allows it.

Options, after the two dashes that npm wants, go to osls; the most used:

${TARGET_USAGE}
  --param reserveConcurrency=false
                      leaves it off; true asks for it in any case
  --param fallbackTopic=true
                      sends by e-mail what Slack does not accept; later deployments keep it
  --verbose           each step of CloudFormation

All of them:  npx osls deploy --help`
    : `Usage: npm run package -- [options]

Checks amiops.config.yml and writes the five functions to .serverless/, offline. Nothing is deployed. Beside them,
.serverless/release/ holds what installs amiops without Node: the functions and one CloudFormation template, for any stage, region
and config (docs/install.md).

Options, after the two dashes that npm wants, go to osls; all of them:  npx osls package --help
  --stage NAME        what the template’s parameter Stage is where nobody says otherwise; production
  --package FOLDER    in place of .serverless`,
)

const osls = (args: readonly string[], stdout: 'inherit' | 'pipe') =>
  spawnSync('npx', ['--no-install', 'osls', ...args], {
    stdio: ['inherit', stdout, 'inherit'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      SLS_TELEMETRY_DISABLED: '1',
      SLS_NOTIFICATIONS_MODE: 'off',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  })

/** A package is the same for every region. */
const ANY_REGION = ['--region', 'us-east-1']

/** Where osls writes the package. */
const folderOf = (args: readonly string[]): string => {
  const at = args.findIndex(arg => /^(--package|-p)$/.test(arg))
  return args[at + 1 || args.length] ?? '.serverless'
}

const config = checkConfig()
const consequence = deploys ? 'amiops was not deployed.' : 'It is packaged, but not ready to be deployed.'
if (!isFinished(consequence) && deploys) process.exit(1)
const place = await readTarget(deploys ? given : [...ANY_REGION, ...given])
const stage = deploys ? place.stage : ANY_STAGE
const options = [...withoutTarget(given), '--region', place.region, '--stage', stage]
if (deploys) await checkAccounts(config, place)
const deploysAll = deploys && isDeployment(given)
if (deploysAll) await checkStack(place)
const settings = deploysAll ? await readStackSettings(place, given, config) : []
const { status } = osls([deploys ? 'deploy' : 'package', ...options, ...settings], 'inherit')
if (deploysAll && status === 0) {
  // The stack's outputs stand only in the long form.
  const { stdout } = osls(['info', '--verbose', ...options], 'pipe')
  console.log(nextSteps(stdout, place, config))
}
if (!deploys && status === 0) {
  const release = writeRelease(folderOf(given), place.stage)
  console.log(
    `The template is ${join(release, TEMPLATE)}. What it deploys is beside it; docs/install.md says how.`,
  )
}
process.exitCode = status ?? 1
