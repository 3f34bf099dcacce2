import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bundles } from '../support/bundles.ts'
import { functionEnvironment, runChild } from '../support/child.ts'
import { createClick } from '../support/click.ts'
import { ms, type Row, times } from '../support/row.ts'
import { median, percentile } from '../support/statistics.ts'
import type { Stub } from '../support/stub.ts'

const ROUNDS = 5
const CLICKS = 1_500
const WARM_UP = 500

/** Answers of a warm function, by turns with Bolt alone in the same process; p99 of each round, the middle one counts. */
export const measureWarm = async (bundles: Bundles, stub: Stub, folder: string): Promise<Row[]> => {
  const clicks = (actionId: string) =>
    Array.from({ length: CLICKS }, (_, number) => createClick(actionId, stub.url, number))
  const compare = async (ours: string, theirs: string, actionId: string) => {
    const file = join(folder, `warm-${actionId}.json`)
    const p99 = { ours: [] as number[], theirs: [] as number[] }
    for (let round = 0; round < ROUNDS; round++) {
      const requests = { ours: clicks(actionId), theirs: clicks(actionId) }
      writeFileSync(file, JSON.stringify({ warmUp: WARM_UP, bundles: { ours, theirs }, requests }))
      const took = await runChild<typeof p99>('warm-clicks.cjs', [file], functionEnvironment(stub.url))
      p99.ours.push(percentile(took.ours, 0.99))
      p99.theirs.push(percentile(took.theirs, 0.99))
    }
    return { ours: median(p99.ours), theirs: median(p99.theirs) }
  }
  const row = (measure: string, { ours, theirs }: { ours: number; theirs: number }, note: string): Row => ({
    measure,
    baseline: ms(theirs),
    measured: `${ms(ours)}, ${times(ours / theirs)}`,
    target: '≤ 1.5 ×',
    isReached: ours / theirs <= 1.5,
    note,
  })
  const answer = 'signed click → HTTP answer, warm, p99'
  const { slack, emptyListener, queueingListener } = bundles
  return [
    row(
      `${answer}: a click that is only answered (**Console**)`,
      await compare(slack.file, emptyListener.file, 'console'),
      'against Bolt’s receiver with an empty listener',
    ),
    row(
      `${answer}: a click that is queued first (**Enable**), against an empty listener`,
      await compare(slack.file, emptyListener.file, 'enable'),
      'ours holds a call to SQS that the empty listener has not: the price of losing no click',
    ),
    row(
      `${answer}: a click that is queued first (**Enable**), against a listener that queues it too`,
      await compare(slack.file, queueingListener.file, 'enable'),
      'theirs by `@aws-sdk/client-sqs`',
    ),
  ]
}
