import { createWorld } from './world.ts'

const DEFAULT_PORT = 3210

const USAGE = `Usage: npm start [-- --port <number>]

Runs the bot in a sandbox: a Slack workspace and an AWS account on this machine.
The port is 3210, or what PORT or --port says.`

const readPort = (args: readonly string[]): number => {
  const at = args.indexOf('--port')
  const wanted = at >= 0 ? args[at + 1] : (process.env.PORT ?? String(DEFAULT_PORT))
  const port = Number(wanted)
  if (wanted && Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`Expected the port to be a number from 0 to 65535, got ${JSON.stringify(wanted ?? '')}.`)
}

const screenful = (url: string): string => `
  amiops runs in its sandbox:

      ${url}

  1. Open that page: a Slack workspace on the left, an AWS account on the right.
  2. On the AWS side, create an image: its card comes to #ami-ready.
  3. You are maria, an operator: press Disable on a card and watch it close.
     Or type  /ami  into any channel.

  Nothing leaves this machine. Ctrl+C ends it, and with it everything in it.
`

const explain = (error: unknown, port: number): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use, perhaps by another sandbox. End that one, or choose another port:\n\n    PORT=${port === 65_535 ? DEFAULT_PORT : port + 1} npm start\n`
  }
  if (code === 'EACCES')
    return `This user may not listen on port ${port}. Choose one above 1023:\n\n    PORT=3210 npm start\n`
  return `The sandbox could not start.\n\n${error instanceof Error ? error.message : String(error)}\n`
}

const isTrouble = (line: string): boolean => /"level":\s*"(ERROR|CRITICAL)"/.test(line)

const main = async (args: readonly string[]): Promise<void> => {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(USAGE)
    return
  }
  let port = DEFAULT_PORT
  try {
    port = readPort(args)
    const world = await createWorld({
      port,
      onLog(functionName, line) {
        if (isTrouble(line)) console.error(`  [${functionName}] ${line}`)
      },
    })
    await world.warmUp()
    console.log(screenful(world.url))
    let isEnding = false
    const end = () => {
      if (isEnding) return
      isEnding = true
      void world.close().then(() => process.exit(0))
    }
    process.on('SIGINT', end)
    process.on('SIGTERM', end)
  } catch (error) {
    console.error(explain(error, port))
    process.exit(1)
  }
}

void main(process.argv.slice(2))
