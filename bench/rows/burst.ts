import type { Bundles } from '../support/bundles.ts'
import { type BurstWorld, startBurstWorld } from '../support/burst-world.ts'
import type { Invocation } from '../support/environments.ts'
import { miB, ms, type Row } from '../support/row.ts'
import { median } from '../support/statistics.ts'

const BURST = 10_000
const WITHIN_SEC = 60
const MOST_SLACK_CALLS = 40
const MOST_BYTES = 160 * 1024 * 1024
const GROWTH = 1.2

/** Long enough that the next burst is one of its own. */
const QUIET_SEC = 300

const callsIn = (invocations: readonly Invocation[]): ReadonlyMap<string, number> => {
  const sum = new Map<string, number>()
  for (const { calls } of invocations)
    for (const [name, count] of Object.entries(calls)) sum.set(name, (sum.get(name) ?? 0) + count)
  return sum
}
const countOf = (calls: ReadonlyMap<string, number>, pattern: RegExp): number =>
  [...calls].reduce((sum, [name, count]) => (pattern.test(name) ? sum + count : sum), 0)

const SLACK = /^\/slack\//
const EC2 = /^\/ec2/
const DYNAMODB = /^DynamoDB /
const SQS = /^SQS /

/** Everything at once, into an account that has heard of none of it. */
export const measureWorstDay = async (bundles: Bundles): Promise<Row[]> => {
  const burst = await startBurstWorld(bundles.eventsOnGivenTime.file, { cloudTrail: true })
  try {
    const ids = await burst.disable(BURST)
    const tookSec = await burst.passUntilTold(WITHIN_SEC)
    const inTime = (await burst.told()).size
    // What was told in time may still be brought up to date.
    if (inTime === BURST) await burst.pass(QUIET_SEC)
    const told = await burst.told()
    const lost = Math.max(0, ids.filter(id => !told.has(id)).length - burst.waiting())
    const doubled = ids.filter(id => (told.get(id) ?? 0) > 1).length
    const slackCalls = countOf(callsIn(burst.environments.invocations), SLACK)
    const peak = Math.max(...burst.environments.invocations.map(({ maxRssBytes }) => maxRssBytes))
    return [
      {
        measure: '10,000 events at once for one channel, Slack strict at 1 message a second, virtual clock',
        baseline: 'one message an event: 10,000 s',
        measured: `${inTime.toLocaleString('en-US')} told in ${tookSec.toFixed(0)} s, ${slackCalls} calls to Slack, ${lost} lost, ${doubled} doubled`,
        target: `all in ${WITHIN_SEC} s, ≤ ${MOST_SLACK_CALLS} calls, 0 lost, 0 doubled`,
        isReached: inTime === BURST && slackCalls <= MOST_SLACK_CALLS && lost === 0 && doubled === 0,
        note: 'the calls include files and refusals, until all is quiet',
      },
      {
        measure: 'peak memory of `events` in that burst',
        baseline: '-',
        measured: miB(peak),
        target: `≤ ${miB(MOST_BYTES)}`,
        isReached: inTime === BURST && peak <= MOST_BYTES,
        note: 'the largest resident set of a process, node included',
      },
    ]
  } finally {
    await burst.close()
  }
}

/** One burst of that size. @returns what it took, or undefined when it was not told */
const measureBurst = async (burst: BurstWorld, count: number): Promise<readonly Invocation[] | undefined> => {
  const before = burst.environments.invocations.length
  const ids = await burst.disable(count)
  await burst.passUntilTold(WITHIN_SEC)
  const told = await burst.told()
  await burst.pass(QUIET_SEC)
  return ids.every(id => told.has(id)) ? burst.environments.invocations.slice(before) : undefined
}

const cpuMsPerEvent = (invocations: readonly Invocation[], count: number): number =>
  invocations.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / count

/** Burst after burst, in one function that is warm. */
export const measureGrowth = async (bundles: Bundles): Promise<Row[]> => {
  const burst = await startBurstWorld(bundles.eventsOnGivenTime.file, {
    cloudTrail: false,
    // Two at once on a machine of two cores would measure how they wait for each other.
    environmentsAtMost: 1,
  })
  try {
    const oneByOne: Invocation[] = []
    const ALONE = 20
    for (let i = 0; i < ALONE; i++) oneByOne.push(...((await measureBurst(burst, 1)) ?? []))
    const warm = await measureBurst(burst, 2_000)
    const sizes: [count: number, times: number][] = [
      [100, 5],
      [1_000, 3],
      [BURST, 1],
    ]
    const perEvent = new Map<number, number>()
    let thousand: readonly Invocation[] | undefined
    if (warm)
      for (const [count, times] of sizes) {
        const took: number[] = []
        for (let i = 0; i < times; i++) {
          const invocations = await measureBurst(burst, count)
          if (!invocations) break
          took.push(cpuMsPerEvent(invocations, count))
          if (count === 1_000) thousand = invocations
        }
        if (took.length === times) perEvent.set(count, median(took))
      }

    const parts: [name: string, pattern: RegExp][] = [
      ['DescribeImages', EC2],
      ['DynamoDB', DYNAMODB],
      ['SQS', SQS],
      ['Slack', SLACK],
    ]
    const words = (invocations: readonly Invocation[], events: number): string =>
      parts
        .map(
          ([name, pattern]) =>
            `${name} ${Number((countOf(callsIn(invocations), pattern) / events).toFixed(4))}`,
        )
        .join(', ')
    const byOperation = [...callsIn(thousand ?? [])]
      .filter(([name]) => DYNAMODB.test(name))
      .map(([name, count]) => `${name.replace(DYNAMODB, '')} ${Number((count / 1_000).toFixed(3))}`)
    const looks = countOf(callsIn(thousand ?? []), EC2) / 1_000
    const [small, middle, large] = sizes.map(([count]) => perEvent.get(count))
    const hasAll = small !== undefined && middle !== undefined && large !== undefined
    const growth = hasAll ? large / Math.min(small, middle) : Number.NaN
    return [
      {
        measure: 'calls for each event in a batch of 1,000',
        baseline: `one by one: ${words(oneByOne, ALONE)}`,
        measured: thousand ? words(thousand, 1_000) : 'not told in time',
        target: 'DescribeImages ≤ 1/500',
        isReached: thousand !== undefined && looks <= 1 / 500,
        ...(byOperation.length > 0 && { note: `DynamoDB: ${byOperation.join(', ')}` }),
      },
      {
        measure: 'growth: CPU of `events` for each event, 100, 1,000 and 10,000 at once',
        baseline: '-',
        measured: hasAll ? `${ms(small)}, ${ms(middle)}, ${ms(large)}` : 'not told in time',
        target: 'flat: none 20 % above a smaller one',
        isReached: hasAll && growth <= GROWTH && middle / small <= GROWTH,
        note: 'one warm function; what falls is the share of what each burst costs once',
      },
    ]
  } finally {
    await burst.close()
  }
}
