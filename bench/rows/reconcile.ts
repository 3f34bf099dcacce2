import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { botConfigFile } from '../../sandbox/config-file.ts'
import { writeConfig } from '../../sandbox/organization/write-config.ts'
import type { Bundles } from '../support/bundles.ts'
import type { Invocation } from '../support/environments.ts'
import { fillPlaces, saveAsKnown } from '../support/known-organization.ts'
import { manyAccounts, PLACES, spreadOver } from '../support/many-accounts.ts'
import { miB, ms, type Row } from '../support/row.ts'
import { type ScansWorld, startScansWorld } from '../support/scans-world.ts'
import { median } from '../support/statistics.ts'

const MOST_BYTES = 256 * 1024 * 1024
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Places of a large fleet are scanned so often. */
const AGAIN_MS = 10 * MINUTE_MS

const LARGE_IMAGES = 50_000
const ORGANIZATION = { accounts: 200, regions: 5 }
const IMAGES_EACH = 250
/** Accounts with a trouble on purpose; the fifth one only sends no events. */
const UNREADABLE = 4

interface Scanned {
  peakBytes: ReturnType<ScansWorld['peakBytes']>
  /** Scanned to the end of their lists by the last run. */
  places: number
  /** News in the fallback channel. */
  told: number
  /** Of the last run, over a fleet that is known. */
  again: readonly Invocation[]
}

/** The last run, and what is there after it. */
const scanAgain = async (scans: ScansWorld): Promise<Scanned> => {
  const beganMs = scans.nowMs() + AGAIN_MS
  const again = await scans.run(AGAIN_MS)
  const places = await scans.ledger.readPlaces()
  const channel = await fetch(`${scans.world.url}/_sandbox/channels/ami-alerts/messages`)
  return {
    peakBytes: scans.peakBytes(),
    places: places.filter(({ scan }) => scan?.scannedAtMs !== undefined && scan.scannedAtMs >= beganMs)
      .length,
    told: ((await channel.json()) as unknown[]).length,
    again,
  }
}

/** Few places with many images each, of which the ledger has never heard. */
const scanLarge = async (bundles: Bundles, config: string): Promise<Scanned> => {
  const scans = await startScansWorld(bundles, config, { seed: 1, images: LARGE_IMAGES })
  try {
    spreadOver(scans.world.ec2.fleet.images)
    await scans.run(0)
    return await scanAgain(scans)
  } finally {
    await scans.close()
  }
}

/** Many places, whose images the ledger knows; their accounts are in use with the run after the one that lists them. */
const scanMany = async (bundles: Bundles, config: string): Promise<Scanned> => {
  const scans = await startScansWorld(bundles, config, { organization: ORGANIZATION })
  try {
    const { fleet } = scans.world.ec2
    fillPlaces(fleet, IMAGES_EACH)
    await scans.run(0)
    await saveAsKnown(scans.ledger, fleet, ORGANIZATION.accounts, scans.nowMs() - HOUR_MS)
    await scans.run(MINUTE_MS)
    return await scanAgain(scans)
  } finally {
    await scans.close()
  }
}

const SERVICES = [
  ['DynamoDB', /^DynamoDB /],
  ['EC2', /^\/ec2/],
  ['STS', /^\/sts/],
  ['Systems Manager', /^AmazonSSM|^\/ssm/],
  ['SQS', /^SQS /],
] as const

/** Calls of each service for each scan. */
const callsEach = (scans: readonly Invocation[]): string =>
  SERVICES.flatMap(([service, pattern]) => {
    const counts = scans.flatMap(({ calls }) =>
      Object.entries(calls).flatMap(([name, count]) => (pattern.test(name) ? count : [])),
    )
    const each = counts.reduce((sum, count) => sum + count, 0) / scans.length
    return each > 0 ? `${service} ${each.toFixed(2)}` : []
  }).join(', ')

const rowOf = (what: string, expected: number, { peakBytes, places, told, again }: Scanned): Row => ({
  measure: `peak memory of \`scan\` and \`schedule\`: ${what}, all by one process`,
  baseline: '-',
  measured: `${miB(peakBytes.scan)} and ${miB(peakBytes.schedule)}, ${told} told as news`,
  target: `≤ ${miB(MOST_BYTES)} each, 0 told as news`,
  isReached: Math.max(peakBytes.scan, peakBytes.schedule) <= MOST_BYTES && told === 0 && places === expected,
  note: `${places.toLocaleString('en-US')} account-regions scanned again, each in ${ms(median(again.map(({ tookMs }) => tookMs)))} (median, the sandbox’s part included), ${ms(median(again.map(({ cpuMs }) => cpuMs)))} of CPU; calls for each: ${callsEach(again)}`,
})

export const measureReconcile = async (bundles: Bundles, folder: string): Promise<Row[]> => {
  const write = (name: string, text: string): string => {
    const file = join(folder, `${name}.config.yml`)
    writeFileSync(file, text)
    return file
  }
  const { accounts, regions } = ORGANIZATION
  const ofOrganization = writeConfig(readFileSync(botConfigFile(), 'utf8'), ORGANIZATION)
  const large = await scanLarge(bundles, write('large', manyAccounts()))
  const many = await scanMany(bundles, write('many', ofOrganization))
  return [
    rowOf(
      `${LARGE_IMAGES.toLocaleString('en-US')} images in ${PLACES.length} account-regions`,
      PLACES.length,
      large,
    ),
    rowOf(
      `${accounts} accounts × ${regions} regions × ${IMAGES_EACH} images`,
      (accounts - UNREADABLE) * regions,
      many,
    ),
  ]
}
