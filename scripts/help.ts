import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Prints how a script is used and ends it, where `--help` or `-h` asks for that, before anything else is read or done. */
export const helpIfAsked = (usage: string, args: readonly string[] = process.argv.slice(2)): void => {
  if (!args.some(argument => argument === '--help' || argument === '-h')) return
  console.log(usage)
  process.exit(0)
}

/** Ends a script that was asked for what it cannot do, with exit code 2. */
export const refuseArguments = (why: string, usage: string): never => {
  console.error(`${why}\n${usage}`)
  process.exit(2)
}

/** The arguments of a script. Ends it with its help where that is asked for, and where an option is none: it is a typo. */
export const readArguments = <T extends ParseArgsConfig>(usage: string, config: T) => {
  helpIfAsked(usage)
  try {
    return parseArgs(config)
  } catch (error) {
    return refuseArguments(error instanceof Error ? error.message : String(error), usage)
  }
}
