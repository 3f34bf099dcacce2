import type { AccountRegion } from '../../src/domain/alias.ts'
import type { AskOf } from '../../src/domain/ask.ts'
import type { Fleet } from '../../src/domain/fleet.ts'
import { answer } from '../../src/flows/answer/answer.ts'
import type { FleetScans, Places } from '../../src/ports.ts'
import { CONFIG, createMemoryWorld } from '../../test/support/memory/world.ts'
import { saveScannedPlaces } from '../../test/support/scanned-places.ts'
import { countedPort, LATENCY_MS, traceOf } from '../hops/trace.ts'
import type { Bundles } from '../support/bundles.ts'
import { withRequests } from '../support/requests-world.ts'
import { miB, ms, type Row } from '../support/row.ts'

export const IMAGES_IN_PLACE = 2_500
export const ACCOUNTS = ['123456789012', '210987654321', '345678901234', '456789012345', '567890123456']
export const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2']
export const PLACES = ACCOUNTS.flatMap(account =>
  REGIONS.map((region): AccountRegion => ({ account, region })),
)
const MOST_MS = 2_000
const MOST_BYTES = 256 * 1024 * 1024
const DAY_MS = 24 * 60 * 60_000

export const CONFIG_TEXT = `
channels: { fallback: ami-alerts }
accounts:
${ACCOUNTS.map(id => `  - { id: '${id}', regions: [${REGIONS.join(', ')}] }`).join('\n')}
`

/** The images of a place as a scan keeps them: names of builds, five tags, some launched lately. */
export const fleetOf = (place: number, nowMs: number): Fleet =>
  new Map(
    Array.from({ length: IMAGES_IN_PLACE }, (_, i) => {
      const number = place * IMAGES_IN_PLACE + i
      const id = (BigInt(number + 1) * 0x9e3779b97f4a7c15n).toString(16).slice(-17).padStart(17, '0')
      const tags = {
        Team: `team-${number % 40}`,
        Environment: number % 3 === 0 ? 'production' : 'staging',
        CostCenter: String(1_000 + (number % 90)),
        Owner: `owner-${number % 25}@example.com`,
        BuildUrl: `https://ci.example.com/job/images/${number}`,
      }
      const facts = {
        name: `service-${number % 300}-base-2026.${number}`,
        createdAtMs: nowMs - (number % 700) * DAY_MS - number,
        sizeGiB: 8 + (number % 5) * 8,
        ...(number % 4 === 0 && { launchedOnMs: Math.floor(nowMs / DAY_MS - (number % 60)) * DAY_MS }),
        tags,
      }
      return [`ami-${id}`, { mark: number % 10 === 0 ? 'd' : 'a', facts }]
    }),
  )

const save = async (ledger: FleetScans & Places, nowMs: number): Promise<void> => {
  for (const [at, place] of PLACES.entries()) await ledger.saveFleet(place, undefined, fleetOf(at, nowMs))
  await saveScannedPlaces(ledger, PLACES, nowMs)
}

const askAt = (nowMs: number, text: string): AskOf<'command'> => ({
  kind: 'command',
  key: `bench-${text}-key`.padEnd(12, 'x'),
  person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0SANDBOX',
  appId: 'A0AMIOPS',
  askedAtMs: nowMs,
  text,
})

/** How long a person waits for the first page, by the ports' latencies alone, on a clock that leaps. */
const waitFor = async (text: string): Promise<number> => {
  const accounts = ACCOUNTS.map(id => ({ id, regions: REGIONS }))
  const world = createMemoryWorld({ ...CONFIG, accounts })
  await save(world.ledger, world.clock.nowMs())
  const needs = {
    ...world.needs,
    ledger: countedPort('ledger', world.ledger),
    images: countedPort('ec2', world.images),
    uses: countedPort('ec2', world.uses),
    messenger: countedPort('slack', world.messenger),
  }
  const { effectAtMs } = await traceOf('slack.postEphemeral', () =>
    answer(needs, askAt(world.clock.nowMs(), text)),
  )
  return effectAtMs ?? Number.NaN
}

/** The first page of all images and of the stale ones, of 50,000 images in 20 account-regions. */
export const measureLists = async (bundles: Bundles, folder: string): Promise<Row[]> => {
  return withRequests(bundles, folder, CONFIG_TEXT, async ({ ledger, serve }) => {
    await save(ledger, Date.now())
    const rows: Row[] = []
    for (const verb of ['list', 'stale']) {
      const body = JSON.stringify(askAt(Date.now(), verb))
      const { cpuMs, maxRssBytes, calls } = await serve(body)
      const waitMs = await waitFor(verb)
      const total = PLACES.length * IMAGES_IN_PLACE
      rows.push({
        measure: `\`/ami ${verb}\`: first page, ${total.toLocaleString('en-US')} images in ${PLACES.length} account-regions`,
        baseline: '-',
        measured: `${ms(waitMs + cpuMs)}, ${miB(maxRssBytes)}`,
        target: `≤ ${ms(MOST_MS)}, ≤ ${miB(MOST_BYTES)}`,
        isReached: waitMs + cpuMs <= MOST_MS && maxRssBytes <= MOST_BYTES,
        note: `${ms(waitMs)} of waiting on a virtual clock (${LATENCY_MS.ledger} ms for each call of DynamoDB, ${LATENCY_MS.ec2} ms of EC2, ${LATENCY_MS.slack} ms of Slack), ${ms(cpuMs)} of CPU; ${Object.entries(
          calls,
        )
          .map(([call, count]) => `${call} ${count}`)
          .join(', ')}`,
      })
    }
    return rows
  })
}
