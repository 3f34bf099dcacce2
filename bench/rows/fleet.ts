import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from '../../sandbox/world.ts'
import { loadCounted } from '../hops/bundle.ts'
import { LATENCY_MS } from '../hops/trace.ts'
import type { Bundles } from '../support/bundles.ts'
import { createEnvironments } from '../support/environments.ts'
import { manyAccounts, PLACES, spreadOver } from '../support/many-accounts.ts'
import { miB, type Row } from '../support/row.ts'
import { createWorldWith, worldEnvironment } from '../support/world-environment.ts'

const INSTANCES = 10_000
const IMAGES = 2_000
const MOST_BYTES = 256 * 1024 * 1024
const MOST_MS = 2_000

/** Of each place as many, each of an image of that place, every tenth of one that is gone. */
const launch = ({ ec2: { fleet } }: World): void => {
  const count = INSTANCES / PLACES.length
  for (const [at, { account, region }] of PLACES.entries()) {
    const images = fleet.images.filter(one => one.account === account && one.region === region)
    for (let number = 0; number < count; number++) {
      const stored = images[number % images.length]
      if (!stored) throw new Error(`Expected images in ${account} ${region}.`)
      if (number % 10 === 0) stored.goneAtMs = 0
      const id = `i-${String(at * count + number).padStart(17, '0')}`
      fleet.instances.push({
        account,
        region,
        instance: {
          InstanceId: id,
          ImageId: stored.image.ImageId,
          State: { Name: 'running' },
          Tags: [
            { Key: 'Name', Value: `${stored.image.Name}-${number}` },
            { Key: 'Team', Value: `team-${number % 7}` },
          ],
        },
      })
    }
  }
}

/** `/ami fleet`, as the public function puts it on the queue. */
const question = (number: number) => {
  const person = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0SANDBOX' }
  const body = JSON.stringify({
    kind: 'command',
    key: `bench-fleet-${number}`,
    person,
    place: { channelId: 'C0READY', isPrivate: false },
    workspaceId: 'T0SANDBOX',
    appId: 'A0AMIOPS',
    askedAtMs: Date.now(),
    text: 'fleet',
  })
  return { Records: [{ messageId: '1', receiptHandle: '1', body }] }
}

/** How many instances the file names that the person was sent. */
const listedIn = async (url: string): Promise<number> => {
  const answer = await fetch(`${url}/_sandbox/people/maria/private`)
  const messages = (await answer.json()) as {
    files?: { url_private: string }[]
    replies?: { files?: { url_private: string }[] }[]
  }[]
  const [file] = messages.flatMap(({ files = [], replies = [] }) => [
    ...files,
    ...replies.flatMap(reply => reply.files ?? []),
  ])
  if (!file) return 0
  const text = await (await fetch(file.url_private, { headers: { 'sec-fetch-site': 'none' } })).text()
  return text.trim().split('\n').length - 1
}

/** The real function over the sandbox: its calls and its memory. */
const runFunction = async (bundles: Bundles, folder: string) => {
  const config = join(folder, 'fleet.config.yml')
  writeFileSync(config, manyAccounts())
  let env: Record<string, string> = {}
  const environments = createEnvironments(bundles.requests.file, 512, () => env, Date.now)
  const world = await createWorldWith(config, {
    port: 0,
    fleet: { seed: 1, images: IMAGES },
    schedules: false,
    handlers: {},
  })
  try {
    env = worldEnvironment(world, 'requests', config)
    world.ec2.fleet.instances.length = 0
    spreadOver(world.ec2.fleet.images)
    launch(world)
    await environments.invoke(question(1), {})
    const listed = await listedIn(world.url)
    const { calls, cpuMs, maxRssBytes } = environments.invocations[0] ?? {
      calls: {},
      cpuMs: 0,
      maxRssBytes: 0,
    }
    const ec2 = Object.entries(calls).filter(([name]) => name.startsWith('/ec2'))
    return { listed, cpuMs, maxRssBytes, ec2Calls: ec2.reduce((sum, [, count]) => sum + count, 0) }
  } finally {
    environments.close()
    await world.close()
  }
}

/** `/ami fleet` over a fleet of many accounts. */
export const measureFleet = async (bundles: Bundles, folder: string): Promise<Row[]> => {
  const { fleetAnswer } = await loadCounted(folder)
  const { effectAtMs = Number.NaN } = await fleetAnswer(PLACES.length, INSTANCES)
  const { listed, cpuMs, maxRssBytes, ec2Calls } = await runFunction(bundles, folder)
  const { ledger, ec2, slack } = LATENCY_MS
  return [
    {
      measure: `\`/ami fleet\`: ${INSTANCES.toLocaleString('en-US')} instances and ${IMAGES.toLocaleString('en-US')} images in ${PLACES.length} account-regions`,
      baseline: `one place after another: ${2 * PLACES.length * ec2} ms for EC2`,
      measured: `answer after ${effectAtMs} ms, ${ec2Calls} EC2 calls, ${miB(maxRssBytes)}, ${listed.toLocaleString('en-US')} listed`,
      target: `≤ ${MOST_MS} ms, ${2 * PLACES.length} EC2 calls, ≤ ${miB(MOST_BYTES)}, all listed`,
      isReached:
        effectAtMs <= MOST_MS &&
        ec2Calls === 2 * PLACES.length &&
        maxRssBytes <= MOST_BYTES &&
        listed === INSTANCES,
      note: `at ${ledger} ms for each call of DynamoDB, ${ec2} ms of EC2, ${slack} ms of Slack; beside that ${(cpuMs / 1_000).toFixed(1)} s of CPU, cold`,
    },
  ]
}
