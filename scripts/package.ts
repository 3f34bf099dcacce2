import { spawnSync } from 'node:child_process'
import { checkAccounts } from './check-accounts.ts'
import { checkConfig } from './check-config.ts'
import { helpIfAsked } from './help.ts'
import { isDeployment, nextSteps } from './next-steps.ts'

/** `npm run package` and `npm run deploy`: the config's faults and accounts first, then osls. Extra arguments go to osls as they are. */
const [first, ...others] = process.argv.slice(2)
const deploys = first === 'deploy'
const given = deploys || first === undefined ? others : [first, ...others]

helpIfAsked(
  deploys
    ? `Usage: npm run deploy -- [options]

Checks amiops.config.yml, builds the four functions and deploys them to the AWS account of your credentials.

Options, after the two dashes that npm wants, go to osls; the most used:

  --stage NAME        production
  --region REGION     what AWS_REGION says; us-east-1
  --aws-profile NAME  the credentials
  --verbose           each step of CloudFormation

All of them:  npx osls deploy --help`
    : `Usage: npm run package -- [options]

Checks amiops.config.yml and writes the four functions to .serverless/, offline. Nothing is deployed.

Options, after the two dashes that npm wants, go to osls; all of them:  npx osls package --help`,
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

const config = checkConfig()
if (deploys) await checkAccounts(config, given)
const { status } = osls([deploys ? 'deploy' : 'package', ...given], 'inherit')
if (deploys && isDeployment(given) && status === 0) {
  // The stack's outputs stand only in the long form.
  const { stdout } = osls(['info', '--verbose', ...given], 'pipe')
  console.log(nextSteps(stdout))
}
process.exitCode = status ?? 1
