import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFleets } from '../../src/aws/ledger/fleets.ts'
import { createPlaces } from '../../src/aws/ledger/places.ts'
import type { FleetScans, Places } from '../../src/ports.ts'
import type { Bundles } from './bundles.ts'
import { documentClient } from './document-client.ts'
import { createEnvironments } from './environments.ts'
import { createWorldWith, worldEnvironment } from './world-environment.ts'

interface Requests {
  /** The ledger that the function reads. */
  ledger: FleetScans & Places
  /** Serves one message. @returns the processor's time, the memory and the calls that it took */
  serve(
    body: string,
  ): Promise<{ cpuMs: number; maxRssBytes: number; calls: Readonly<Record<string, number>> }>
}

/** The packaged function `requests` in a process of its own, with the sandbox's ledger and this config. */
export const withRequests = async <T>(
  bundles: Bundles,
  folder: string,
  configText: string,
  use: (requests: Requests) => Promise<T>,
): Promise<T> => {
  const config = join(folder, 'requests.config.yml')
  writeFileSync(config, configText)
  let env: Record<string, string> = {}
  const environments = createEnvironments(bundles.requests.file, 512, () => env, Date.now)
  const world = await createWorldWith(config, {
    port: 0,
    fleet: 'empty',
    schedules: false,
    handlers: { requests: environments.invoke },
  })
  try {
    env = worldEnvironment(world, 'requests', config)
    const { client, name } = documentClient(env)
    return await use({
      ledger: { ...createFleets({ name, client }), ...createPlaces({ name, client }) },
      async serve(body) {
        await environments.invoke(
          { Records: [recordOf(`message-${environments.invocations.length}`, body)] },
          {},
        )
        const invocation = environments.invocations.at(-1)
        if (!invocation) throw new Error('Expected the function to be measured.')
        return invocation
      },
    })
  } finally {
    environments.close()
    await world.close()
  }
}

const recordOf = (messageId: string, body: string) => ({
  messageId,
  body,
  receiptHandle: messageId,
  eventSource: 'aws:sqs',
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: String(Date.now()),
    MessageGroupId: 'command/U0MARIA',
  },
})
