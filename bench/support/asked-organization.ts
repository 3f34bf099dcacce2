import { createRandom } from '../../sandbox/aws/random.ts'
import type { AccountRegion } from '../../src/domain/alias.ts'
import type { Ask, PlanWork } from '../../src/domain/ask.ts'
import type { Config } from '../../src/domain/config.ts'
import type { FleetUse } from '../../src/domain/fleet-use.ts'
import type { ImageFacts } from '../../src/domain/image.ts'
import type { ReadPlace } from '../../src/domain/reading.ts'
import { endReading } from '../../src/flows/readings/end-reading.ts'
import { readPlace } from '../../src/flows/readings/read-place.ts'
import { serveMessage } from '../../src/flows/serve.ts'
import { CONFIG, createMemoryWorld } from '../../test/support/memory/world.ts'
import { AT_ONCE, IMAGES_EACH, TAKES_MS } from './scanned-organization.ts'
import { createVirtualClock } from './virtual-clock.ts'

export const ACCOUNTS = 200
export const REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2']
/** Beside `TAKES_MS`: a look at images, a list of instances, a call of Slack. */
const LOOK_MS = 150
const SLACK_MS = 100
const START_MS = Date.UTC(2026, 0, 15, 12)
const HOUR_MS = 60 * 60_000
/** A standard queue delivers nearly in the order of sending. */
const NEARLY_FIRST = 20
const INSTANCES_EACH = 3

const idOf = (place: number, at: number): string =>
  `ami-${(place * IMAGES_EACH + at).toString(16).padStart(17, '0')}`

/** The first image of each place is a copy of that of the first place; the second one is built upon the first. */
const factsOf = (place: number, at: number, nowMs: number): ImageFacts => ({
  state: 'available',
  name:
    at < 2
      ? `${at === 0 ? 'golden' : `team-${place % 40}`}-2026.01.01`
      : `team-${place % 40}-${at % 8}-2026.01.${at}`,
  createdAtMs: nowMs - at * 60_000,
  tags: { Team: `team-${place % 40}` },
  snapshots: [],
  ...(at === 0 && place > 0 && { sourceImageId: idOf(0, 0), sourceImageRegion: REGIONS[0] ?? '' }),
  ...(at === 1 && { sourceInstanceId: 'i-build', sourceImageId: idOf(place, 0) }),
})

/** What a question came to. */
export interface Answered {
  /** What the person sees in the end. */
  text: string
  /** Until the first answer, and until the last one. */
  firstMs: number
  lastMs: number
  /** Of all functions. */
  cpuMs: number
}

/** An organization in memory of which people ask, on a clock that leaps; `silent` of its accounts do not answer. */
export const createAskedOrganization = (silent = 0) => {
  const names = Array.from({ length: ACCOUNTS }, (_, at) => String(100_000_000_000 + at))
  const isSilent = new Set(names.slice(ACCOUNTS - silent))
  const config: Config = {
    ...CONFIG,
    actions: { ...CONFIG.actions, revoke: { roles: ['operator'] } },
    accounts: names.map(id => ({ id, regions: REGIONS })),
    families: { golden: { name: ['golden-*'] } },
  }
  const world = createMemoryWorld(config)
  const clock = createVirtualClock(START_MS)
  const random = createRandom(1)
  const numbers = new Map(
    names.flatMap((account, of) =>
      REGIONS.map((region, at) => [`${account}/${region}`, of * REGIONS.length + at]),
    ),
  )
  const numberOf = ({ account, region }: AccountRegion): number => numbers.get(`${account}/${region}`) ?? 0

  const slow = <Port extends object>(port: Port, ms: number): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        return async (...args: unknown[]) => {
          await clock.sleep(ms)
          return member.apply(target, args)
        }
      },
    })

  const messages: ReadPlace[] = []
  const asked: (Ask | PlanWork)[] = []
  const queues = {
    ...world.queues,
    async readPlaces(places: readonly ReadPlace[]) {
      await clock.sleep(TAKES_MS.ledger)
      messages.push(...places)
      wake()
    },
    async endReadingLater(readingId: string, afterSec: number) {
      await clock.sleep(TAKES_MS.ledger)
      void clock.sleep(afterSec * 1_000).then(() => endReading(requests, readingId))
    },
    async askAgain(message: Ask | PlanWork, reading: string) {
      await clock.sleep(TAKES_MS.ledger)
      asked.push({ ...message, reading } as Ask | PlanWork)
      wakeRequests()
    },
  }
  let wakeRequests = (): void => {}
  const sleeping: (() => void)[] = []
  const wake = (): void => {
    for (const one of sleeping.splice(0)) one()
  }

  /** What one function has: the roles that it has assumed are its own. */
  const createFunction = () => {
    const assumed = new Set<string>()
    const call = async (account: string, ms: number): Promise<void> => {
      if (isSilent.has(account)) {
        await clock.sleep(TAKES_MS.silence)
        throw Object.assign(new Error('no answer'), { name: 'TimeoutError' })
      }
      if (!assumed.has(account)) {
        await clock.sleep(TAKES_MS.role)
        assumed.add(account)
      }
      await clock.sleep(ms)
    }
    return {
      ...world.needs,
      config,
      clock,
      queues,
      ledger: slow(world.ledger, TAKES_MS.ledger),
      messenger: slow(world.messenger, SLACK_MS),
      instances: {
        ...world.instances,
        async list(account: string, region: string): Promise<FleetUse[]> {
          await call(account, LOOK_MS)
          const place = numberOf({ account, region })
          return Array.from({ length: INSTANCES_EACH }, (_, at) => ({
            account,
            region,
            instanceId: `i-${(place * INSTANCES_EACH + at).toString(16).padStart(17, '0')}`,
            state: 'running',
            tags: { Team: `team-${place % 40}` },
            image: {
              imageId: idOf(place, at),
              name: factsOf(place, at, START_MS).name ?? '',
              ownerId: account,
              state: 'available',
            },
          }))
        },
      },
      images: {
        ...world.needs.images,
        async listPage(account: string, region: string) {
          await call(account, TAKES_MS.page)
          const place = numberOf({ account, region })
          return {
            images: Array.from({ length: IMAGES_EACH }, (_, at) => ({
              image: { account, region, imageId: idOf(place, at) },
              facts: factsOf(place, at, START_MS),
            })),
          }
        },
        async search(account: string, region: string, pattern: string, by?: 'name' | 'image-id') {
          await call(account, LOOK_MS)
          const place = numberOf({ account, region })
          const image = { account, region, imageId: idOf(place, 0) }
          return by === undefined && pattern.startsWith('golden')
            ? [{ image, facts: factsOf(place, 0, START_MS) }]
            : []
        },
        async recycleBin(account: string) {
          await call(account, LOOK_MS)
          return []
        },
        async describe(account: string, region: string, imageIds: readonly string[]) {
          await call(account, LOOK_MS)
          const place = numberOf({ account, region })
          return new Map(
            imageIds.flatMap(id => {
              const at = Number.parseInt(id.slice(4), 16) - place * IMAGES_EACH
              return at >= 0 && at < IMAGES_EACH ? [[id, factsOf(place, at, START_MS)] as const] : []
            }),
          )
        },
      },
    }
  }
  const functions = Array.from({ length: AT_ONCE }, createFunction)
  const requests = createFunction()

  const take = (): ReadPlace | undefined =>
    messages.splice(random.between(0, NEARLY_FIRST - 1), 1)[0] ?? messages.shift()

  let isOver = false
  const workOff = async (needs: (typeof functions)[number]): Promise<void> => {
    while (!isOver) {
      const message = take()
      if (message) await readPlace(needs, message)
      else await new Promise<void>(resolve => sleeping.push(resolve))
    }
  }

  return {
    badImage: { account: names[0] ?? '', region: REGIONS[0] ?? '', imageId: idOf(0, 0) },
    /** @param seen what the person sees so far; an answer is there once it is none that says that it is read */
    async answer(ask: Ask, seen: () => readonly string[]): Promise<Answered> {
      const cpu = process.cpuUsage()
      const startMs = clock.nowMs()
      let [firstMs, lastMs] = [Number.NaN, Number.NaN]
      isOver = false
      const workers = functions.map(workOff)
      const serveNext = (): void => {
        const next = asked.shift()
        if (next) void serveMessage(requests, next).then(note)
      }
      wakeRequests = serveNext
      const note = (): void => {
        const last = seen().at(-1)
        if (last === undefined) return
        if (Number.isNaN(firstMs)) firstMs = clock.nowMs() - startMs
        if (!last.includes('Reading 1,000')) lastMs = clock.nowMs() - startMs
      }
      void serveMessage(requests, ask).then(note)
      await clock.run(
        clock.nowMs() + HOUR_MS,
        () => false,
        () => !Number.isNaN(lastMs),
      )
      isOver = true
      wake()
      messages.length = 0
      await Promise.race([Promise.all(workers), Promise.resolve()])
      const { user, system } = process.cpuUsage(cpu)
      return { text: seen().at(-1) ?? '', firstMs, lastMs, cpuMs: (user + system) / 1_000 }
    },
    said: () => world.messenger.privateMessages('U0MARIA'),
    forms: () => world.messenger.forms('V0BENCH').map(form => JSON.stringify(form.blocks)),
    clock,
  }
}
