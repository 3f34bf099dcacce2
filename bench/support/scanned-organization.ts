import { createRandom } from '../../sandbox/aws/random.ts'
import { createKeptChanges } from '../../src/aws/ledger/kept-changes.ts'
import type { AccountRegion } from '../../src/domain/alias.ts'
import type { ScannedImage } from '../../src/domain/fleet.ts'
import type { ImageFacts } from '../../src/domain/image.ts'
import type { ScanWork } from '../../src/domain/scan-work.ts'
import { askForScans } from '../../src/flows/reconcile/ask-for-scans.ts'
import { scanPlace } from '../../src/flows/reconcile/scan-place.ts'
import { CONFIG, createMemoryWorld } from '../../test/support/memory/world.ts'
import { saveScannedPlaces } from '../../test/support/scanned-places.ts'
import { createVirtualClock } from './virtual-clock.ts'

/** As long as these take: assuming a role, a page of EC2's list, a call of DynamoDB or SQS. */
export const TAKES_MS = { role: 150, page: 400, ledger: 5, silence: 20_000 } as const
/** `maximumConcurrency` of `scan` in serverless.yml. */
export const AT_ONCE = 40
export const IMAGES_EACH = 250
const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2']
const START_MS = Date.UTC(2026, 0, 15, 12)
const HOUR_MS = 60 * 60_000

/** A standard queue delivers nearly in the order of sending: one of so many that wait longest. */
const NEARLY_FIRST = 20

/** What a run of the schedule and the scans that it asked for came to. */
export interface Cycle {
  scans: number
  /** Until the last scan had ended of an account that answers. */
  tookMs: number
  /** The functions' time for each scan of an account that answers. */
  eachMs: number
  cpuMs: number
  /** Calls for each scan. */
  ledgerCalls: number
  pages: number
  roles: number
}

const facts: ImageFacts = { state: 'available', name: 'base', tags: {}, snapshots: [] }
const known: ScannedImage = { mark: 'a', facts: { name: 'base', tags: {} } }
const ids = Array.from({ length: IMAGES_EACH }, (_, at) => `ami-${at.toString(16).padStart(17, '0')}`)

/**
 * An organization in memory whose images were scanned before, on a clock that leaps: forty functions work off the scans.
 *
 * @param silent so many of its accounts do not answer any more
 */
export const createScannedOrganization = async (accounts: number, silent = 0) => {
  const names = Array.from({ length: accounts }, (_, at) => String(100_000_000_000 + at))
  const isSilent = new Set(
    names.filter((_, at) => at % Math.ceil(accounts / Math.max(1, silent)) === 1).slice(0, silent),
  )
  const config = { ...CONFIG, accounts: names.map(id => ({ id, regions: REGIONS })) }
  const world = createMemoryWorld(config)
  const clock = createVirtualClock(START_MS)
  const random = createRandom(1)
  const counts = { ledger: 0, pages: 0, roles: 0 }
  const places = names.flatMap(account => REGIONS.map((region): AccountRegion => ({ account, region })))
  const fleet = new Map(ids.map(id => [id, known]))
  for (const place of places) await world.ledger.saveFleet(place, undefined, fleet)
  await saveScannedPlaces(world.ledger, places, START_MS - HOUR_MS)

  const ledger = new Proxy(world.ledger, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return async (...args: unknown[]) => {
        counts.ledger += 1
        await clock.sleep(TAKES_MS.ledger)
        return member.apply(target, args)
      }
    },
  })

  /** What one function has: the roles that it has assumed are its own. */
  const createFunction = () => {
    const assumed = new Set<string>()
    return {
      ...world.needs,
      config,
      clock,
      ledger,
      keptChanges: createKeptChanges(ledger, clock.nowMs),
      images: {
        ...world.images,
        async listPage(account: string, region: string) {
          if (isSilent.has(account)) {
            await clock.sleep(TAKES_MS.silence)
            throw Object.assign(new Error('no answer'), { name: 'TimeoutError' })
          }
          if (!assumed.has(account)) {
            counts.roles += 1
            await clock.sleep(TAKES_MS.role)
            assumed.add(account)
          }
          counts.pages += 1
          await clock.sleep(TAKES_MS.page)
          return { images: ids.map(imageId => ({ image: { account, region, imageId }, facts })) }
        },
      },
    }
  }
  const functions = Array.from({ length: AT_ONCE }, createFunction)

  const work = async (): Promise<Cycle> => {
    const startMs = clock.nowMs()
    const cpu = process.cpuUsage()
    Object.assign(counts, { ledger: 0, pages: 0, roles: 0 })
    const messages: ScanWork[] = []
    const queues = {
      async scan(asked: readonly AccountRegion[], askedAtMs: number) {
        await clock.sleep(TAKES_MS.ledger)
        messages.push(...asked.map(place => ({ kind: 'scan' as const, askedAtMs, ...place })))
      },
    }
    const take = (): ScanWork | undefined =>
      messages.splice(random.between(0, NEARLY_FIRST - 1), 1)[0] ?? messages.shift()
    await askForScans({ config, clock, ledger, queues })
    const scans = messages.length
    const answering = { count: 0, ms: 0, lastMs: startMs }
    await Promise.all(
      functions.map(async needs => {
        for (let message = take(); message; message = take()) {
          const beganMs = clock.nowMs()
          await scanPlace(needs, message)
          if (isSilent.has(message.account)) continue
          answering.count += 1
          answering.ms += clock.nowMs() - beganMs
          answering.lastMs = clock.nowMs()
        }
      }),
    )
    const { user, system } = process.cpuUsage(cpu)
    return {
      scans,
      tookMs: answering.lastMs - startMs,
      eachMs: answering.ms / answering.count,
      cpuMs: (user + system) / 1_000 / scans,
      ledgerCalls: counts.ledger / scans,
      pages: counts.pages / scans,
      roles: counts.roles / scans,
    }
  }

  return {
    /** The schedule runs, and its scans end. */
    async run(): Promise<Cycle> {
      let cycle: Cycle | undefined
      const done = work().then(found => {
        cycle = found
      })
      await clock.run(
        clock.nowMs() + HOUR_MS,
        () => false,
        () => cycle !== undefined,
      )
      await done
      if (!cycle) throw new Error('Expected the scans to end within an hour.')
      return cycle
    },
    async passUntil(minutes: number): Promise<void> {
      await clock.run(START_MS + minutes * 60_000, () => false)
    },
  }
}
