import { spawnSync } from 'node:child_process'
import { checkConfig } from './check-config.ts'

/** `npm run package` and `npm run deploy`: the config's faults first, then osls. Extra arguments go to osls as they are. */
const [command = 'package', ...rest] = process.argv.slice(2)
const verbs = command === 'deploy' ? ['deploy', ...rest] : ['package', ...process.argv.slice(2)]

checkConfig()
const { status } = spawnSync('npx', ['--no-install', 'osls', ...verbs], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' },
})
process.exit(status ?? 1)
