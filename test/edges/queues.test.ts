import { createServer, type Server } from 'node:http'
import { createQueues } from '../../src/aws/sqs/queues.ts'
import type { PlanImage } from '../../src/domain/plan-image.ts'

/** What the adapter sends to SQS for the images of a plan. */

interface Entry {
  MessageBody: string
  MessageDeduplicationId: string
  MessageGroupId: string
}

let server: Server
let sent: Entry[]
let endpoint: string

beforeEach(async () => {
  sent = []
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    sent.push(...(JSON.parse(Buffer.concat(chunks).toString()) as { Entries: Entry[] }).Entries)
    response.end('{"Successful":[]}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

const PLAN_ID = 'a'.repeat(40)
const US = { account: '123456789012', region: 'us-east-1' }

const item = (family: string, more: Partial<PlanImage> = {}): PlanImage => ({
  image: { ...US, imageId: 'ami-0123456789abcdef0' },
  assignment: { ...US, family, alias: 'a'.repeat(40), parameter: `/golden/${family}` },
  state: 'queued',
  sentAtMs: 1_796_000_000_000,
  ...more,
})

const idsOf = async (items: readonly PlanImage[]): Promise<string[]> => {
  const own = { region: 'us-east-1', accessKeyId: 'AKIAOWN', secretAccessKey: 'own' }
  await createQueues(own, { requests: 'https://sqs/requests.fifo' }, endpoint, () => 0).runPlanImages(
    PLAN_ID,
    items,
  )
  return sent.map(({ MessageDeduplicationId }) => MessageDeduplicationId)
}

test('items of a plan that are sent at the same time are all messages: families may name their aliases alike', async () => {
  const { assignment: _none, ...image } = item('web')
  const share: PlanImage = { ...image, action: 'share' }
  const ids = await idsOf([item('web'), item('db'), image, share])
  expect(new Set(ids).size).toBe(4)
  // What SQS allows. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
  for (const id of ids) expect(id).toMatch(/^[\w/-]{1,128}$/)
})

test('an item that is sent twice is one message, and one that is sent later is another', async () => {
  const [first, second, later] = await idsOf([
    item('web'),
    item('web'),
    item('web', { sentAtMs: 1_796_000_900_000 }),
  ])
  expect(second).toBe(first)
  expect(later).not.toBe(first)
})
