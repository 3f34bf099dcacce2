import { createSecretsReader } from './aws/parameters.ts'
import { createRequestQueue } from './aws/request-queue.ts'
import { readDoorEnvironment } from './config/door-environment.ts'
import { endpointOf, readSigning } from './config/variables.ts'
import { createLog } from './log.ts'
import { once } from './once.ts'
import { createBoltReceiver } from './slack/bolt-app.ts'
import { createDoor } from './slack/door.ts'

/** Builds the public door, apart from the workers: its bundle holds no client of EC2 or DynamoDB and no YAML. */
export const composeDoor = once(() => {
  const log = createLog('slack')
  const nowMs = (): number => Date.now()
  const { requestsQueueUrl, signingSecret } = readDoorEnvironment()
  const signing = readSigning()
  const enqueue = createRequestQueue(signing, requestsQueueUrl, endpointOf('SQS'))
  const secrets = createSecretsReader({ signingSecret }, signing, endpointOf('SSM'), nowMs)
  return createDoor({
    signingSecret: async () => (await secrets()).signingSecret,
    receiver: createBoltReceiver({ enqueue, nowMs, log }),
    clock: { nowMs },
    log,
  })
})
