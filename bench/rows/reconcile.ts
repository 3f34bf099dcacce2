import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createWorld } from '../../sandbox/world.ts'
import type { Bundles } from '../support/bundles.ts'
import { createEnvironments } from '../support/environments.ts'
import { manyAccounts, spreadOver } from '../support/many-accounts.ts'
import { miB, type Row } from '../support/row.ts'
import { worldEnvironment } from '../support/world-environment.ts'

const IMAGES = 50_000
const MOST_BYTES = 200 * 1024 * 1024
/** A run that stops where its time ends goes on in the next. */
const MOST_RUNS = 6

const WRITES = /^DynamoDB (Put|Update|BatchWrite)Item/

/** A run over a fleet that is known notes where it is, and nothing of the images. */
const FEW_WRITES = IMAGES / 500

/** The first run over a fleet that the ledger has never heard of, and one over a fleet that it knows. */
export const measureReconcile = async (bundles: Bundles, folder: string): Promise<Row[]> => {
  const config = join(folder, 'reconcile.config.yml')
  writeFileSync(config, manyAccounts())
  let env: Record<string, string> = {}
  const environments = createEnvironments(bundles.schedule.file, 512, () => env, Date.now)
  const world = await createWorld({
    port: 0,
    fleet: { seed: 1, images: IMAGES },
    schedules: false,
    handlers: { schedule: environments.invoke },
  })
  try {
    env = { ...worldEnvironment(world, 'schedule'), AMIOPS_CONFIG: config }
    spreadOver(world.ec2.fleet.images)
    const run = async () => {
      await environments.invoke({}, {})
      const { calls, cpuMs } = environments.invocations.at(-1) ?? { calls: {}, cpuMs: 0 }
      const writes = Object.entries(calls).filter(([name]) => WRITES.test(name))
      return { writes: writes.reduce((sum, [, count]) => sum + count, 0), cpuMs }
    }
    let runs = 0
    let last = await run()
    while (++runs < MOST_RUNS && last.writes > FEW_WRITES) last = await run()
    const channel = await fetch(`${world.url}/_sandbox/channels/ami-alerts/messages`)
    const told = ((await channel.json()) as unknown[]).length
    const peak = Math.max(...environments.invocations.map(({ maxRssBytes }) => maxRssBytes))
    const places = new Set(world.ec2.fleet.images.map(({ account, region }) => `${account}/${region}`)).size
    return [
      {
        measure: `peak memory of \`schedule\` at ${IMAGES.toLocaleString('en-US')} images in ${places} account-regions`,
        baseline: '-',
        measured: `${miB(peak)}, ${told} told as news`,
        target: `≤ ${miB(MOST_BYTES)}, 0 told as news`,
        isReached: peak <= MOST_BYTES && told === 0 && last.writes <= FEW_WRITES,
        note: `${runs} runs until all are known; over a known fleet ${(last.cpuMs / 1_000).toFixed(1)} s of CPU, ${last.writes} writes`,
      },
    ]
  } finally {
    environments.close()
    await world.close()
  }
}
