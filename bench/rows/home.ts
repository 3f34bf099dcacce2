import type { AskOf } from '../../src/domain/ask.ts'
import { stateOfMark } from '../../src/domain/fleet.ts'
import { glanceOf, type PlaceGlance } from '../../src/domain/fleet-glance.ts'
import { createListing } from '../../src/domain/listing.ts'
import { openHome } from '../../src/flows/home/open-home.ts'
import type { FleetScans, Places } from '../../src/ports.ts'
import { CONFIG, createMemoryWorld } from '../../test/support/memory/world.ts'
import { saveScannedPlaces } from '../../test/support/scanned-places.ts'
import { countedPort, LATENCY_MS, traceOf } from '../hops/trace.ts'
import type { Bundles } from '../support/bundles.ts'
import { withRequests } from '../support/requests-world.ts'
import { miB, ms, type Row } from '../support/row.ts'
import { ACCOUNTS, CONFIG_TEXT, fleetOf, IMAGES_IN_PLACE, PLACES, REGIONS } from './lists.ts'

const MOST_MS = 3_000
const MOST_BYTES = 256 * 1024 * 1024

/** What the last scan saved; one place has changed since, so that its images are counted again. */
const save = async (ledger: FleetScans & Places, nowMs: number): Promise<void> => {
  const listing = createListing(CONFIG)
  for (const [at, place] of PLACES.entries()) {
    const fleet = fleetOf(at, nowMs)
    const images = [...fleet].map(([imageId, { mark, facts }]) =>
      listing.ofScan({ ...place, imageId }, stateOfMark(mark) ?? 'available', facts ?? { tags: {} }),
    )
    const glance: PlaceGlance = glanceOf(place, images, 90, nowMs)
    await ledger.saveGlance(glance)
    if (at > 0) continue
    await ledger.saveFleet(place, undefined, fleet)
    await ledger.saveRecentlyChanged('bench', [{ ...place, imageId: [...fleet.keys()][0] ?? '' }], nowMs)
  }
  await saveScannedPlaces(ledger, PLACES, nowMs)
}

const askAt = (nowMs: number): AskOf<'home'> => ({
  kind: 'home',
  key: 'bench-home-key',
  person: { userId: 'U0MARIA', workspaceId: '' },
  place: { channelId: 'D0MARIA', isPrivate: true },
  workspaceId: 'T0SANDBOX',
  appId: 'A0AMIOPS',
  askedAtMs: nowMs,
})

/** Until the first drawing, by the ports' latencies alone, on a clock that leaps. */
const waitFor = async (): Promise<number> => {
  const world = createMemoryWorld({ ...CONFIG, accounts: ACCOUNTS.map(id => ({ id, regions: REGIONS })) })
  world.messenger.setPerson('U0MARIA', {
    known: true,
    workspaceId: 'T0SANDBOX',
    isStranger: false,
    isDeactivated: false,
  })
  await save(world.ledger, world.clock.nowMs())
  const needs = {
    ...world.needs,
    ledger: countedPort('ledger', world.ledger),
    images: countedPort('ec2', world.images),
    messenger: countedPort('slack', world.messenger),
  }
  const { effectAtMs } = await traceOf('slack.publishHome', () => openHome(needs, askAt(world.clock.nowMs())))
  return effectAtMs ?? Number.NaN
}

/** Somebody opens Home, and the function that draws it starts cold. */
export const measureHome = async (bundles: Bundles, folder: string): Promise<Row[]> => {
  return withRequests(bundles, folder, CONFIG_TEXT, async ({ ledger, serve }) => {
    await save(ledger, Date.now())
    const { cpuMs, maxRssBytes, calls } = await serve(JSON.stringify(askAt(Date.now())))
    const waitMs = await waitFor()
    const images = (PLACES.length * IMAGES_IN_PLACE).toLocaleString('en-US')
    const made = Object.entries(calls).map(([call, count]) => `${call} ${count}`)
    return [
      {
        measure: `Home from cold: ${images} images in ${PLACES.length} account-regions`,
        baseline: '-',
        measured: `${ms(waitMs + cpuMs)}, ${miB(maxRssBytes)}`,
        target: `≤ ${ms(MOST_MS)}, ≤ ${miB(MOST_BYTES)}`,
        isReached: waitMs + cpuMs <= MOST_MS && maxRssBytes <= MOST_BYTES,
        note: `first drawing after ${ms(waitMs)} of waiting on a virtual clock (${LATENCY_MS.ledger} ms for each call of DynamoDB, ${LATENCY_MS.ec2} ms of EC2, ${LATENCY_MS.slack} ms of Slack); ${ms(cpuMs)} of CPU for loading \`requests\` and both drawings; ${made.join(', ')}`,
      },
    ]
  })
}
