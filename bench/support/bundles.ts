import { mkdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { botConfigFile } from '../../sandbox/config-file.ts'

const fromHere = createRequire(join(process.cwd(), 'package.json'))

/** What serverless-esbuild does where a project configures nothing. https://github.com/floydspace/serverless-esbuild#options */
const PLUGIN_DEFAULTS: BuildOptions = { bundle: true, platform: 'node', target: 'node20' }

type Zip = (zipPath: string, files: { rootPath: string; localPath: string }[]) => Promise<void>

interface Bundle {
  /** The bundled handler. */
  file: string
  zippedBytes: number
}

export interface Bundles {
  slack: Bundle
  events: Bundle
  requests: Bundle
  /** With a clock that its process is told: see `bench/children/function.cjs`. */
  eventsOnGivenTime: Bundle
  scheduleOnGivenTime: Bundle
  scanOnGivenTime: Bundle
  baseline: Bundle
  emptyListener: Bundle
  queueingListener: Bundle
}

const SOURCES: Readonly<Record<keyof Bundles, { source: string; isOurs: boolean; isOnGivenTime?: boolean }>> =
  {
    slack: { source: 'src/handlers/slack.ts', isOurs: true },
    events: { source: 'src/handlers/events.ts', isOurs: true },
    requests: { source: 'src/handlers/requests.ts', isOurs: true },
    eventsOnGivenTime: { source: 'src/handlers/events.ts', isOurs: true, isOnGivenTime: true },
    scheduleOnGivenTime: { source: 'src/handlers/schedule.ts', isOurs: true, isOnGivenTime: true },
    scanOnGivenTime: { source: 'src/handlers/scan.ts', isOurs: true, isOnGivenTime: true },
    baseline: { source: 'bench/baseline/handler.ts', isOurs: false },
    emptyListener: { source: 'bench/baseline/empty-listener.ts', isOurs: false },
    queueingListener: { source: 'bench/baseline/queueing-listener.ts', isOurs: false },
  }

/** Bundles and zips all that is measured: ours as it is deployed, the baseline as it would be, by the same plugin. */
export const buildBundles = async (folder: string): Promise<Bundles> => {
  const ours = fromHere('./esbuild.config.cjs')(undefined, botConfigFile()) as BuildOptions
  const { zip } = fromHere('serverless-esbuild/dist/utils') as { zip: Zip }
  mkdirSync(folder, { recursive: true })
  const made = Object.entries(SOURCES).map(async ([name, { source, isOurs, isOnGivenTime }]) => {
    const file = join(folder, `${name}.js`)
    const zipFile = join(folder, `${name}.zip`)
    await build({
      ...(isOurs ? ours : PLUGIN_DEFAULTS),
      ...(isOnGivenTime && { define: { ...ours.define, 'Date.now': 'globalThis.benchNow' } }),
      entryPoints: [source],
      outfile: file,
      logLevel: 'error',
    })
    await zip(zipFile, [{ rootPath: file, localPath: source.replace(/\.ts$/, '.js') }])
    return [name, { file, zippedBytes: statSync(zipFile).size }] as const
  })
  return Object.fromEntries(await Promise.all(made)) as unknown as Bundles
}
