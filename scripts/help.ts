/** Prints how a script is used and ends it, where `--help` or `-h` asks for that, before anything else is read or done. */
export const helpIfAsked = (usage: string, args: readonly string[] = process.argv.slice(2)): void => {
  if (!args.some(argument => argument === '--help' || argument === '-h')) return
  console.log(usage)
  process.exit(0)
}
