import { checkConfig } from './check-config.ts'

/** `npm start`: the config's faults first, then the bot in its sandbox. Help is there for a faulty config too. */
if (!process.argv.slice(2).some(argument => argument === '--help' || argument === '-h')) checkConfig()
await import('../sandbox/start.ts')
