import { checkConfig } from './check-config.ts'

/** `npm start`: the config's faults first, then the bot in its sandbox. */
checkConfig()
await import('../sandbox/start.ts')
