import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EC2Client, EC2ServiceException } from '@aws-sdk/client-ec2'
import { build } from 'esbuild'
import { createImages } from '../../src/aws/ec2/images.ts'
import { createQueues } from '../../src/aws/sqs/queues.ts'
import type { Change } from '../../src/domain/change.ts'
import type { ReadPlace } from '../../src/domain/reading.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import type { Images, Queues } from '../../src/ports.ts'
import { openEverySession, sessionFor } from '../support/sessions.ts'

/** What the code of a function can ask AWS for: the methods of its ports that its flows name, and the calls of each method. */

/** `images.describe`, `queues.depth`, …: what is left of the flows once a bundler has dropped what the handler cannot reach. */
export const methodsOf = async (handler: string): Promise<ReadonlySet<string>> => {
  const { outputFiles } = await build({
    entryPoints: [handler],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'flows alone',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/(compose|aws\/)/ }, ({ path }) => ({ path, external: true })),
      },
    ],
  })
  const code = outputFiles[0]?.text ?? ''
  // A bundler numbers names that are there twice.
  return new Set(
    [...code.matchAll(/\b(images|queues|uses|launchability|findings|ledger|aliases)\d*\.(\w+)\b/g)].map(
      ([, port, method]) => `${port}.${method}`,
    ),
  )
}

const IMAGE = { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }

const CHANGES: readonly Change[] = [
  { call: 'EnableImage', image: IMAGE },
  { call: 'DisableImage', image: IMAGE },
  { call: 'DeregisterImage', image: IMAGE, deleteSnapshots: true },
  { call: 'DisableImageDeregistrationProtection', image: IMAGE },
  { call: 'RestoreImageFromRecycleBin', image: IMAGE },
  { call: 'CreateTags', image: IMAGE, tags: { a: 'b' } },
  { call: 'RestoreSnapshotFromRecycleBin', image: IMAGE, snapshotId: 'snap-1' },
  { call: 'ModifyImageAttribute', image: IMAGE, share: NOBODY },
  { call: 'EnableImageDeprecation', image: IMAGE, atMs: 0 },
  { call: 'DisableImageDeprecation', image: IMAGE },
  { call: 'ModifySnapshotAttribute', image: IMAGE, snapshotId: 'snap-1', share: [] },
]

const changing = async (method: Images['change']): Promise<void> => {
  for (const change of CHANGES) await method(change, sessionFor(change))
}

/** Each method, asked so that it makes all of its calls. */
const ASK: { [Method in keyof Images]: (images: Images) => Promise<unknown> } = {
  describe: images => images.describe(IMAGE.account, IMAGE.region, [IMAGE.imageId]),
  search: images => images.search(IMAGE.account, IMAGE.region, '*'),
  madeFrom: images => images.madeFrom(IMAGE.account, IMAGE.region, [IMAGE.imageId]),
  recycleBin: images => images.recycleBin(IMAGE.account, IMAGE.region),
  listPage: images => images.listPage(IMAGE.account, IMAGE.region),
  beginSession: images => images.beginSession(sessionFor({ call: 'EnableImage', image: IMAGE })),
  rehearse: images => changing(images.rehearse),
  change: images => changing(images.change),
  sharing: images => images.sharing(IMAGE),
  snapshotSharing: images => images.snapshotSharing(IMAGE, 'snap-1'),
  publicAccess: images => images.publicAccess(IMAGE.account, IMAGE.region),
  recycled: async images => {
    await images.recycled(IMAGE, [])
    await images.recycled(IMAGE, ['snap-1'])
  },
}

const isMethod = (name: string): name is keyof Images => Object.hasOwn(ASK, name)

const notFound = (): EC2ServiceException =>
  new EC2ServiceException({ name: 'InvalidSnapshot.NotFound', $fault: 'client', $metadata: {} })

/** An EC2 that holds one image in the Recycle Bin, and writes down what it is asked. */
const recordingClient = (calls: Set<string>): EC2Client =>
  Object.assign(Object.create(EC2Client.prototype), {
    config: {},
    async send(command: { constructor: { name: string }; input: { SnapshotIds?: string[] } }) {
      const call = command.constructor.name.replace(/Command$/, '')
      calls.add(`ec2:${call}`)
      // Its snapshots are deleted by a right of their own: nothing else is called for that.
      if (call === 'DeregisterImage') calls.add('ec2:DeleteSnapshot')
      if (call === 'ListImagesInRecycleBin')
        return { Images: [{ ImageId: IMAGE.imageId, RecycleBinExitTime: new Date(0) }] }
      if (call === 'ListSnapshotsInRecycleBin' && command.input.SnapshotIds) throw notFound()
      return { $metadata: {} }
    },
  })

/** The calls to EC2 that a method of `Images` makes; none where it is a method of something else that is called so. */
export const callsOfImages = async (method: string): Promise<string[]> => {
  if (!isMethod(method)) return []
  const calls = new Set<string>()
  const client = recordingClient(calls)
  await ASK[method](
    createImages(
      { forReading: async () => client, forSession: () => client },
      { openSession: openEverySession, startScan: async () => ({ kind: 'accepted' }) },
    ),
  )
  return [...calls]
}

const READ_PLACE: ReadPlace = {
  kind: 'read',
  reading: 'a',
  account: IMAGE.account,
  region: IMAGE.region,
  at: 0,
  of: 1,
  untilMs: 0,
  what: { kind: 'fleet' },
}

/** The calls to SQS that a method of `Queues` makes, each with its queue's name in serverless.yml; of a depth, those of the
 * dead-letter queues. */
export const callsOfQueues = async (method: keyof Queues): Promise<{ action: string; queue: string }[]> => {
  const calls = new Map<string, { action: string; queue: string }>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).replace('AmazonSQS.', '')
      const { QueueUrl } = JSON.parse(Buffer.concat(chunks).toString()) as { QueueUrl: string }
      const isFirst = !calls.has(`${operation} ${QueueUrl}`)
      calls.set(`${operation} ${QueueUrl}`, {
        action: `sqs:${operation.replace(/Batch$/, '')}`,
        queue: QueueUrl,
      })
      const look = JSON.stringify({ kind: 'look', image: IMAGE })
      const messages = [{ MessageId: '1', ReceiptHandle: '1', Body: look }]
      response.end(
        JSON.stringify(
          operation === 'ReceiveMessage' ? { Messages: isFirst ? messages : [] } : { Attributes: {} },
        ),
      )
    })
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const queues = createQueues(
    { region: 'us-east-1', accessKeyId: 'test', secretAccessKey: 'test' },
    {
      events: 'EventsQueue',
      requests: 'RequestsQueue',
      scans: 'ScansQueue',
      'events dead letters': 'EventsDeadLetterQueue',
      'requests dead letters': 'RequestsDeadLetterQueue',
    },
    `http://127.0.0.1:${port}`,
    () => 0,
  )
  const ask: { [Method in keyof Queues]: () => Promise<unknown> } = {
    depth: () => Promise.all((['events dead letters', 'requests dead letters'] as const).map(queues.depth)),
    lookLater: () => queues.lookLater(IMAGE, 30),
    cleanUp: () => queues.cleanUp(0),
    runPlan: () => queues.runPlan('a'.repeat(40), 0),
    runPlanImages: () =>
      queues.runPlanImages('a'.repeat(40), [{ image: IMAGE, state: 'queued', sentAtMs: 0 }]),
    scan: () => queues.scan([IMAGE], 0),
    readPlaces: () => queues.readPlaces([READ_PLACE]),
    endReadingLater: () => queues.endReadingLater('a', 40),
    askAgain: () => queues.askAgain({ kind: 'report', key: 'report/0/0', slotMs: 0 }, 'a'),
    report: () => queues.report(0, 0),
    refreshHomesLater: () => queues.refreshHomesLater(60),
    redrive: () => queues.redrive('events dead letters', 60_000),
  }
  await ask[method]()
  await new Promise(resolve => server.close(resolve))
  return [...calls.values()]
}
