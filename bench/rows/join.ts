import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { FleetPart, ReadPart } from '../../src/domain/reading.ts'
import { readFleet } from '../../src/flows/fleet/read-fleet.ts'
import { CONFIG, createMemoryWorld } from '../../test/support/memory/world.ts'
import { ms, type Row } from '../support/row.ts'

const ACCOUNTS = 200
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2']
const IMAGES_EACH = 250
const INSTANCES_EACH = 10
const PLACES = ACCOUNTS * REGIONS.length
const MiB = 1024 * 1024
/** A function may have 256 MiB; node, what it has loaded, and the answer that is made of this need the rest. */
const MOST_MiB = 100

const id = (prefix: string, number: number): string => `${prefix}-${number.toString(16).padStart(17, '0')}`

const partOf = (account: string, region: string, place: number): FleetPart & ReadPart => ({
  kind: 'fleet',
  account,
  region,
  unread: [],
  uses: Array.from({ length: INSTANCES_EACH }, (_, at) => ({
    instanceId: id('i', place * INSTANCES_EACH + at),
    state: 'running',
    tags: { Team: `team-${place % 40}` },
    image: { imageId: id('ami', place * IMAGES_EACH + at), name: `team-${at}`, state: 'available' },
  })),
  images: Array.from({ length: IMAGES_EACH }, (_, at) => ({
    imageId: id('ami', place * IMAGES_EACH + at),
    family: `team-${place % 40}-${at % 8}`,
    name: `team-${place % 40}-${at % 8}-2026.01.${at}`,
    state: 'available',
    createdAtMs: 1_760_000_000_000 + at,
    source: id('i', place * IMAGES_EACH + at),
  })),
})

/** Joins the fleet of an organization from what was read of its places, as the function that answers does. */
export const measureJoin = async (): Promise<Row[]> => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const heapBytes = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const accounts = Array.from({ length: ACCOUNTS }, (_, at) => ({
    id: String(100_000_000_000 + at),
    regions: REGIONS,
  }))
  const world = createMemoryWorld({ ...CONFIG, accounts })
  world.ledger.readReadParts = async (_reading, visit) => {
    let place = 0
    // As the ledger gives it: a text of its own in each place.
    for (const { id: account } of accounts)
      for (const region of REGIONS) await visit(JSON.parse(JSON.stringify(partOf(account, region, place++))))
  }
  const before = heapBytes()
  const cpu = process.cpuUsage()
  const reading = { id: 'r-1', key: 'fleet', places: PLACES, beganAtMs: 0, untilMs: 1, endedAtMs: 1 }
  const fleet = await readFleet(world.needs, { kind: 'read', reading })
  const { user, system } = process.cpuUsage(cpu)
  const heldMiB = (heapBytes() - before) / MiB
  const images = PLACES * IMAGES_EACH
  return [
    {
      measure: `the fleet of ${PLACES.toLocaleString('en-US')} account-regions × ${IMAGES_EACH} images, joined for an answer: heap`,
      baseline: '-',
      measured: `${heldMiB.toFixed(0)} MiB, ${fleet.images.length.toLocaleString('en-US')} images, ${fleet.uses.length.toLocaleString('en-US')} instances`,
      target: `≤ ${MOST_MiB} MiB, all of them`,
      isReached: heldMiB <= MOST_MiB && fleet.images.length === images,
      note: `after a collection; ${ms((user + system) / 1_000)} of CPU, the making of the parts included`,
    },
  ]
}
