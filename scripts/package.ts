import { spawnSync } from 'node:child_process'
import { checkAccounts } from './check-accounts.ts'
import { checkConfig } from './check-config.ts'
import { nextSteps } from './next-steps.ts'

/** `npm run package` and `npm run deploy`: the config's faults and accounts first, then osls. Extra arguments go to osls as they are. */
const [first, ...others] = process.argv.slice(2)
const deploys = first === 'deploy'
const given = deploys || first === undefined ? others : [first, ...others]

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
if (deploys && status === 0) {
  // The stack's outputs stand only in the long form.
  const { stdout } = osls(['info', '--verbose', ...given], 'pipe')
  console.log(nextSteps(stdout))
}
process.exitCode = status ?? 1
