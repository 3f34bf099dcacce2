import type { StartFleet } from '../../sandbox/start-fleet.ts'
import type { World } from '../../sandbox/world.ts'
import { createEnvironments, type Environments } from './environments.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'
import { createWorldWith, worldEnvironment } from './world-environment.ts'

const START_MS = Date.UTC(2026, 0, 15, 12)
const CHANNEL = 'ami-alerts'

/** The sandbox's Slack and AWS with their limits, on a virtual clock, and the real bundle of `events` in processes of its
 * own, as many as serverless.yml allows. With CloudTrail, each change comes twice: as a state, and as who made it. */
export interface BurstWorld {
  world: World
  clock: VirtualClock
  environments: Environments
  /** Disables so many images at the same moment. @returns their ids */
  disable(count: number): Promise<string[]>
  /** Makes an image in each account and region of the fleet at the same moment. @returns their ids */
  create(): Promise<string[]>
  /** Lets time pass until no event waits, at most so long. @returns the seconds until Slack was last asked for something */
  passUntilTold(seconds: number): Promise<number>
  pass(seconds: number): Promise<void>
  /** How often each image was told in a channel, in that of all where none is named: on a card of its own, or in the list of a digest. */
  told(channel?: string): Promise<ReadonlyMap<string, number>>
  /** The messages of a channel, those in threads included. */
  messagesIn(channel: string): Promise<number>
  /** Events that are still in a queue, dead letters included. */
  waiting(): number
  close(): Promise<void>
}

interface BurstOptions {
  cloudTrail: boolean
  environmentsAtMost?: number
  /** Empty when left out. */
  fleet?: StartFleet
  /** More than the sandbox has by itself. */
  channels?: readonly string[]
  /** The file of a config other than the sandbox's. */
  config?: string
}

interface Message {
  text: string
  subtype?: string
  files?: { url_private: string; mode?: string }[]
  replies?: Message[]
}

const MOST_AT_ONCE = 1_000

/** What a browser says of itself when somebody opens an address. */
const AS_A_PERSON = { 'sec-fetch-site': 'none' }

/** By then EC2's first events have come. */
const FIRST_EVENT_MS = 1_000

export const startBurstWorld = async (
  eventsBundle: string,
  { cloudTrail, environmentsAtMost, fleet = 'empty', channels = [], config }: BurstOptions,
): Promise<BurstWorld> => {
  const clock = createVirtualClock(START_MS)
  let world: World | undefined
  const environment = (): Record<string, string> => {
    if (!world) throw new Error('Expected the world to be there before its functions.')
    return worldEnvironment(world, 'events', config)
  }
  const environments = createEnvironments(eventsBundle, 512, environment, clock.nowMs, environmentsAtMost)
  world = await createWorldWith(config, {
    port: 0,
    clock,
    fleet,
    schedules: false,
    slack: { rateLimits: 'strict' },
    handlers: { events: environments.invoke },
  })
  const { url, sqs, lambda, timeline } = world
  const isWorking = () =>
    environments.running() > 0 || [...lambda.runtimes.values()].some(r => r.running() > 0)
  const waiting = () => [...sqs.queues.values()].reduce((sum, queue) => sum + queue.messages().length, 0)

  const post = async (path: string, body: object): Promise<unknown> => {
    const answer = await fetch(`${url}/_sandbox${path}`, { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }

  await post('/aws', { cloudTrail })
  for (const name of channels) await post('/channels', { name })
  const rootsIn = async (channel: string): Promise<Message[]> => {
    const answer = await fetch(`${url}/_sandbox/channels/${channel}/messages`)
    return ((await answer.json()) as Message[]).filter(m => m.subtype !== 'thread_broadcast')
  }
  return {
    world,
    clock,
    environments,
    waiting,
    async disable(count) {
      const ids: string[] = []
      for (let left = count; left > 0; left -= MOST_AT_ONCE) {
        const burst = { count: Math.min(left, MOST_AT_ONCE), verb: 'disable' }
        ids.push(...((await post('/burst', burst)) as { imageIds: string[] }).imageIds)
      }
      return ids
    },
    async create() {
      const { imageIds } = (await post('/burst', { verb: 'create', account: 'all' })) as {
        imageIds: string[]
      }
      return imageIds
    },
    async messagesIn(channel) {
      const roots = await rootsIn(channel)
      return roots.reduce((sum, { replies = [] }) => sum + 1 + replies.length, 0)
    },
    async passUntilTold(seconds) {
      const startMs = clock.nowMs()
      const hasBegun = () => clock.nowMs() > startMs + FIRST_EVENT_MS
      let lastCallMs = startMs
      const stop = timeline.subscribe(({ service, atMs }) => {
        if (service === 'slack') lastCallMs = atMs
      })
      await clock.run(startMs + seconds * 1_000, isWorking, () => hasBegun() && waiting() === 0)
      stop()
      return (lastCallMs - startMs) / 1_000
    },
    pass: seconds => clock.run(clock.nowMs() + seconds * 1_000, isWorking),
    async told(channel = CHANNEL) {
      const roots = await rootsIn(channel)
      const told = new Map<string, number>()
      const tell = (text: string, pattern: RegExp) => {
        for (const [, id = ''] of text.matchAll(pattern)) told.set(id, (told.get(id) ?? 0) + 1)
      }
      for (const root of roots) {
        tell(root.text, /\((ami-[0-9a-f]+)\)/g)
        for (const { files = [] } of [root, ...(root.replies ?? [])])
          for (const { url_private, mode } of files)
            if (mode !== 'tombstone') {
              const file = await fetch(url_private, { headers: AS_A_PERSON })
              if (file.ok) tell(await file.text(), /\b(ami-[0-9a-f]+)\b/g)
            }
      }
      return told
    },
    async close() {
      environments.close()
      await world?.close()
    },
  }
}
