import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { botConfigFile } from '../../sandbox/config-file.ts'
import { writeConfig } from '../../sandbox/organization/write-config.ts'
import type { StartFleet } from '../../sandbox/start-fleet.ts'
import { createWorld } from '../../sandbox/world.ts'
import { createPlaces } from '../../src/aws/ledger/places.ts'
import type { Bundles } from '../support/bundles.ts'
import { documentClient } from '../support/document-client.ts'
import { createEnvironments } from '../support/environments.ts'
import { manyAccounts, PLACES, spreadOver } from '../support/many-accounts.ts'
import { miB, type Row } from '../support/row.ts'
import { worldEnvironment } from '../support/world-environment.ts'

/** `memorySize` of `scan` in serverless.yml. */
const MEMORY_MB = 256
const MOST_BYTES = MEMORY_MB * 1024 * 1024
const IMAGES = 50_000
const ORGANIZATION = { accounts: 200, regions: 5 }
/** Those with a trouble on purpose; one of them only sends no events. */
const UNREADABLE = 4

const WRITES = /^DynamoDB (Put|Update|BatchWrite)Item/

interface Scanned {
  /** The largest resident set of the one process that worked off all scans. */
  peakBytes: number
  places: number
  /** News in the fallback channel. */
  told: number
  /** Of the second time, over a fleet that is known. */
  writesEach: number
  cpuMsEach: number
}

/** Scans everything twice, by one process of the packaged function. */
const scanTwice = async (
  bundles: Bundles,
  config: string,
  fleet: StartFleet,
  prepare: (world: Awaited<ReturnType<typeof createWorld>>) => void = () => {},
): Promise<Scanned> => {
  const env: Record<string, Record<string, string>> = { schedule: {}, scan: {} }
  const schedule = createEnvironments(bundles.schedule.file, 512, () => env.schedule ?? {}, Date.now)
  const scan = createEnvironments(bundles.scan.file, MEMORY_MB, () => env.scan ?? {}, Date.now, 1)
  const world = await createWorld({
    port: 0,
    fleet,
    schedules: false,
    handlers: { schedule: schedule.invoke, scan: scan.invoke },
  })
  try {
    for (const name of Object.keys(env))
      env[name] = { ...worldEnvironment(world, name), AMIOPS_CONFIG: config }
    prepare(world)
    await schedule.invoke({}, {})
    await world.idle()
    const first = scan.invocations.length
    await schedule.invoke({}, {})
    await world.idle()
    const again = scan.invocations.slice(first)
    const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)
    const writes = again.flatMap(({ calls }) =>
      Object.entries(calls).flatMap(([name, count]) => (WRITES.test(name) ? count : [])),
    )
    const { client, name } = documentClient(env.scan ?? {})
    const places = await createPlaces({ client, name }).readPlaces()
    const channel = await fetch(`${world.url}/_sandbox/channels/ami-alerts/messages`)
    return {
      peakBytes: Math.max(...scan.invocations.map(({ maxRssBytes }) => maxRssBytes)),
      places: places.filter(({ scan: last }) => last?.scannedAtMs !== undefined).length,
      told: ((await channel.json()) as unknown[]).length,
      writesEach: sumOf(writes) / Math.max(1, again.length),
      cpuMsEach: sumOf(again.map(({ cpuMs }) => cpuMs)) / Math.max(1, again.length),
    }
  } finally {
    schedule.close()
    scan.close()
    await world.close()
  }
}

const rowOf = (what: string, expected: number, found: Scanned): Row => ({
  measure: `peak memory of \`scan\`: ${what}, all by one process`,
  baseline: '-',
  measured: `${miB(found.peakBytes)}, ${found.told} told as news`,
  target: `≤ ${miB(MOST_BYTES)}, 0 told as news`,
  isReached: found.peakBytes <= MOST_BYTES && found.told === 0 && found.places === expected,
  note: `${found.places.toLocaleString('en-US')} account-regions scanned; again: ${found.writesEach.toFixed(1)} writes and ${found.cpuMsEach.toFixed(0)} ms of CPU for each`,
})

/** A fleet that the ledger has never heard of, and then knows: large places, and many of them. */
export const measureReconcile = async (bundles: Bundles, folder: string): Promise<Row[]> => {
  const config = (name: string, text: string): string => {
    const file = join(folder, `${name}.config.yml`)
    writeFileSync(file, text)
    return file
  }
  const large = await scanTwice(
    bundles,
    config('large', manyAccounts()),
    { seed: 1, images: IMAGES },
    ({ ec2 }) => spreadOver(ec2.fleet.images),
  )
  const { accounts, regions } = ORGANIZATION
  const ofOrganization = writeConfig(readFileSync(botConfigFile(), 'utf8'), ORGANIZATION)
  const many = await scanTwice(bundles, config('many', ofOrganization), { organization: ORGANIZATION })
  return [
    rowOf(
      `${IMAGES.toLocaleString('en-US')} images in ${PLACES.length} account-regions`,
      PLACES.length,
      large,
    ),
    rowOf(`${accounts} accounts × ${regions} regions`, (accounts - UNREADABLE) * regions, many),
  ]
}
