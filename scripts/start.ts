import { botConfigFile } from '../sandbox/config-file.ts'
import { startSandbox } from '../sandbox/start.ts'
import { checkConfig } from './check-config.ts'

const args = process.argv.slice(2)
/** `npm start`: the config's faults first, then the bot in its sandbox. Help is there for a faulty config too. */
if (!args.some(argument => argument === '--help' || argument === '-h')) checkConfig(botConfigFile())
await startSandbox(args)
