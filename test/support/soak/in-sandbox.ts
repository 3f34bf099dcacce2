import { readFileSync } from 'node:fs'
import { isPresent, type StoredImage } from '../../../sandbox/aws/ec2/fleet.ts'
import { waitUntilIdle } from '../../../sandbox/kernel/idle.ts'
import { createManualClock } from '../../../sandbox/kernel/manual-clock.ts'
import { type ImageRef, imageKey } from '../../../src/domain/image.ts'
import { connectEdges } from '../edges.ts'
import { addRecycleBinRules } from '../proposals.ts'
import { CHANGE, startWorld, type TestWorld, writeConfig } from '../world.ts'
import { worldNowMs } from '../world-time.ts'
import { compare } from './compare.ts'
import { changeOutside, make } from './outsiders.ts'
import { actAsPerson } from './people.ts'
import { createRandom } from './random.ts'
import { pickOutage, pickTrouble } from './troubles.ts'

export interface SandboxSoakOptions {
  seed: number
  /** How many random steps are made: clicks, changes from outside, faults. */
  steps: number
  images: number
  /** How many steps lie between two outages of a dependency, each of which lasts an hour. */
  stepsToAnOutage: number
  /** How long all is calm in the end. */
  calmMinutes: number
  /** @returns whether it is enough */
  onStep?: (step: number) => boolean
}

/** The outcomes of requests for which EC2 may have been called. */
const HAS_ACTED = new Set(['accepted', 'confirmed', 'unknown', 'failed'])

const SEC = 1_000
const MINUTE = 60 * SEC
/** How many steps are made before the run waits for the functions. */
const AT_ONCE = 6

/** The sandbox's config, but that one person may change more. */
const CONFIG = readFileSync('sandbox/amiops.config.yml', 'utf8').replace(
  /destructivePerHour: \d+/,
  'destructivePerHour: 5000',
)

const refOf = ({ account, region, image }: StoredImage): ImageRef => ({
  account,
  region,
  imageId: image.ImageId,
})

const truthOf = (stored: StoredImage | undefined): string =>
  stored && isPresent(stored) ? String(stored.image.State) : 'deregistered'

/** Nothing runs and nothing is on its way; what a queue holds back is waited for by the clock, not here. */
const waitForQuiet = ({ slack, ec2, bus, lambda, clock }: TestWorld['sandbox']): Promise<void> =>
  waitUntilIdle(
    () =>
      slack.pending() > 0 ||
      ec2.pending() > 0 ||
      bus.pending() > 0 ||
      lambda.isBusy() ||
      lambda.pollers.some(({ queue }) => (queue.nextVisibleAtMs() ?? Infinity) <= clock.nowMs()),
  )

/**
 * Runs the packaged functions in the sandbox on a virtual clock, against the strict Slack and EC2, with random clicks, changes from outside
 * and faults: events are lost, doubled and swapped, functions are killed, answers are lost, one dependency is out for an hour. Then the
 * faults end, and EC2, the ledger and Slack are compared.
 */
export const soakInSandbox = async (options: SandboxSoakOptions) => {
  const { seed, steps, images, stepsToAnOutage, calmMinutes, onStep } = options
  const random = createRandom(seed)
  const clock = createManualClock(worldNowMs())
  const testWorld = await startWorld({ clock, configFile: writeConfig(CONFIG) })
  const { sandbox } = testWorld
  try {
    addRecycleBinRules(testWorld)
    await testWorld.post('/aws', {
      cloudTrailDelayMs: 200,
      events: { dropShare: 0.02, doubleShare: 0.05, swapShare: 0.03, seed },
    })
    const counts = { outside: 0, gestures: 0, troubles: 0, outages: 0, events: 0, slackCalls: 0 }
    const changes = new Map<string, Set<string>>()
    sandbox.timeline.subscribe(({ service, title, detail }) => {
      if (service === 'slack') counts.slackCalls += 1
      if (service === 'eventbridge' && title.startsWith('EC2 AMI State Change')) counts.events += 1
      const imageId = service === 'ec2' && title.endsWith('-> ok') && CHANGE.exec(title)?.[2]
      if (!imageId) return
      const { requestId } = detail as { requestId: string }
      changes.set(imageId, (changes.get(imageId) ?? new Set()).add(requestId))
    })

    let nextScheduleMs = clock.nowMs()
    const leap = async (ms: number): Promise<void> => {
      clock.moveTo(clock.nowMs() + ms)
      if (clock.nowMs() >= nextScheduleMs) {
        nextScheduleMs = clock.nowMs() + 5 * MINUTE
        void testWorld.post('/functions/schedule').catch(() => {})
      }
      await waitForQuiet(sandbox)
    }

    let step = 0
    let outageUntilMs: number | undefined
    while (step < steps) {
      if (onStep?.(step)) break
      for (let i = 0; i < AT_ONCE; i++) {
        const chance = random.below(100)
        const before = counts.outside
        if (chance < 45) {
          const isShort = sandbox.ec2.fleet.images.filter(isPresent).length < images
          const count = random.chance(0.04) ? 10 + random.below(110) : 1
          counts.outside += isShort ? 1 : count
          await (isShort ? make(testWorld, random) : changeOutside(testWorld, random, count))
        } else if (chance < 95) counts.gestures += (await actAsPerson(testWorld, random)) ? 1 : 0
        else {
          counts.troubles += 1
          testWorld.fault(pickTrouble(random))
        }
        step += Math.max(1, counts.outside - before)
      }
      if (outageUntilMs !== undefined && clock.nowMs() >= outageUntilMs) {
        outageUntilMs = undefined
        sandbox.faults.clear()
      }
      if (outageUntilMs === undefined && step >= (counts.outages + 1) * stepsToAnOutage) {
        counts.outages += 1
        outageUntilMs = clock.nowMs() + 60 * MINUTE
        testWorld.fault(pickOutage(random))
      }
      await leap(random.below(outageUntilMs === undefined ? 30 * SEC : 4 * MINUTE))
    }

    // All calms down: what waits is delivered, the schedule runs.
    sandbox.faults.clear()
    await testWorld.post('/aws', { events: { dropShare: 0, doubleShare: 0, swapShare: 0 } })
    const { ledger } = connectEdges(sandbox, clock)
    for (let minutes = 0; minutes < calmMinutes; minutes++) await leap(MINUTE)

    const stored = new Map(sandbox.ec2.fleet.images.map(one => [imageKey(refOf(one)), one]))
    const fleet = [...stored.values()].map(refOf)
    const roots = (await Promise.all(['ami-ready', 'ami-alerts'].map(testWorld.roots))).flat()
    const messages = roots.flatMap(root => [root, ...(root.replies ?? [])])
    const keys = new Map<string, number>()
    for (const { metadata } of messages) {
      const key = metadata?.event_payload.key
      if (key) keys.set(key, (keys.get(key) ?? 0) + 1)
    }
    const left = [...sandbox.sqs.queues.values()].flatMap(({ settings, messages }) =>
      messages().length > 0 ? [`${settings.name} still holds ${messages().length}`] : [],
    )
    const twice: string[] = []
    for (const image of fleet) {
      const asked = changes.get(image.imageId)?.size ?? 0
      if (asked === 0) continue
      const requests = (await ledger.readHistory(image, 1_000)).filter(
        entry => entry.kind === 'request' && HAS_ACTED.has(entry.outcome),
      )
      if (asked > requests.length)
        twice.push(`${image.imageId}: EC2 was asked ${asked} times for ${requests.length} requests`)
    }
    const disagreements = compare({
      fleet,
      truthOf: image => truthOf(stored.get(imageKey(image))),
      records: await ledger.readImages(fleet),
      texts: new Map(messages.map(({ ts, text }) => [ts, text])),
      keys,
    })
    return {
      ...counts,
      made: step,
      changes: [...changes.values()].reduce((sum, { size }) => sum + size, 0),
      images: fleet.length,
      messages: messages.length,
      disagreements: [...disagreements, ...twice, ...left],
    }
  } finally {
    await testWorld.close()
  }
}
