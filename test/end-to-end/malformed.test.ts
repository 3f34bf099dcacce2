import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { envelopeOf, startWorld, type TestWorld } from '../support/world.ts'

let world: TestWorld
let sqs: SQSClient

beforeAll(async () => {
  world = await startWorld()
  sqs = new SQSClient({
    region: 'us-east-1',
    endpoint: `${world.url}/sqs`,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
  })
})
afterAll(async () => {
  sqs.destroy()
  await world.close()
})

const queueWith = (ending: RegExp) => {
  const queue = [...world.sandbox.sqs.queues.values()].find(q => ending.test(q.settings.name))
  if (!queue) throw new Error(`Expected a queue that ends with ${ending}.`)
  return queue
}
const events = () => queueWith(/-events$/)
const eventsDead = () => queueWith(/-events-dead-letters$/)

const send = (body: string) => sqs.send(new SendMessageCommand({ QueueUrl: events().url, MessageBody: body }))

const imageId = 'ami-0bad0bad0bad0bad0'
const good = envelopeOf(imageId, 'available')
const { State: _state, ...withoutState } = good.detail
const { ImageId: _imageId, ...withoutImageId } = good.detail

const MALFORMED: [situation: string, body: string, why: RegExp][] = [
  ['not JSON', 'this is not JSON', /expected JSON/],
  ['JSON, but no event', '[]', /expected/],
  ['another source', JSON.stringify({ ...good, source: 'aws.ecs' }), /source: expected aws\.ec2/],
  [
    'another detail-type',
    JSON.stringify({ ...good, 'detail-type': 'EBS Snapshot Notification' }),
    /detail-type: expected EC2 AMI State Change/,
  ],
  [
    'a state that EC2 does not send',
    JSON.stringify({ ...good, detail: { ...good.detail, State: 'pending' } }),
    /detail\.State: expected one of/,
  ],
  ['no state', JSON.stringify({ ...good, detail: withoutState }), /State/],
  ['no image', JSON.stringify({ ...good, detail: withoutImageId }), /ImageId/],
  [
    'an image id that is none',
    JSON.stringify({ ...good, detail: { ...good.detail, ImageId: '<!channel>' } }),
    /detail\.ImageId: expected/,
  ],
]

test.each(MALFORMED)('%s: alone in the dead letters, said in one log line', async (_situation, body, why) => {
  const neighbours = await Promise.all([world.image(), world.image()])
  const deadBefore = eventsDead().messages().length
  const logsBefore = world.logs.length
  const [first, second] = neighbours.map(n => JSON.stringify(envelopeOf(n.imageId, 'available')))
  await Promise.all([send(first ?? ''), send(body), send(second ?? '')])
  await world.idle()

  for (const neighbour of neighbours) {
    const card = await world.card('ami-ready', neighbour.imageId)
    expect(card.replies).toEqual([])
  }
  const dead = eventsDead().messages()
  expect(dead).toHaveLength(deadBefore + 1)
  expect(dead.at(-1)?.body).toBe(body)
  expect(events().messages()).toEqual([])
  const said = world.logs.slice(logsBefore).filter(line => line.includes('could not be parsed'))
  expect(said).toHaveLength(1)
  expect(said[0]).toMatch(why)
})

test('a request that no door wrote ends in the dead letters of the requests', async () => {
  const requests = queueWith(/-requests\.fifo$/)
  const body = JSON.stringify({ kind: 'change', action: 'deregister' })
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: requests.url,
      MessageBody: body,
      MessageGroupId: 'somebody',
      MessageDeduplicationId: 'else',
    }),
  )
  await world.idle()
  expect(
    queueWith(/-requests-dead-letters\.fifo$/)
      .messages()
      .map(m => m.body),
  ).toEqual([body])
})
