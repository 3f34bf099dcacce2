import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const run = promisify(execFile)
const OF_THE_MACHINE = '/usr/bin/chromium'
const FIND = "import('@sparticuz/chromium').then(async m => console.log(await m.default.executablePath()))"

/** The machine's own Chromium, else the one that comes as a package (ESM only, so a process of its own asks it). */
const findExecutable = async (): Promise<string> => {
  if (existsSync(OF_THE_MACHINE)) return OF_THE_MACHINE
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', FIND])
  return stdout.trim()
}

/** Starts a headless browser that asks the network for nothing. */
export const launchBrowser = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await findExecutable(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
