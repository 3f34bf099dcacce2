import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createWorld, type World } from '../../../sandbox/world.ts'
import { createStandingClock, type StandingClock } from '../../support/standing-clock.ts'
import { post, titlesOf } from './support.ts'

const VISIBILITY_TIMEOUT_MS = 60_000

/** Calls the sandbox in the ways that a bundle has: `fetch`, Node's client, the global object, and as the AWS SDK does. */
const SOURCE = `
import { request } from 'node:http'

let rounds = 0
const { AWS_ENDPOINT_URL_SQS: QUEUE_ENDPOINT, OUT_URL } = process.env
const body = word => JSON.stringify({ QueueUrl: OUT_URL, MessageBody: word })
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'AmazonSQS.SendMessage',
  authorization: 'AWS4-HMAC-SHA256 Credential=any/20261123/us-east-1/sqs/aws4_request',
}
const byFetch = async word => { await fetch(QUEUE_ENDPOINT, { method: 'POST', headers, body: body(word) }) }
const byGlobal = async word => {
  await globalThis.fetch(new Request(QUEUE_ENDPOINT, { method: 'POST', headers, body: body(word) }))
}
const byClient = (ask, word) => new Promise((resolve, reject) => {
  const sent = ask(QUEUE_ENDPOINT, { method: 'POST', headers }, answer => answer.resume().on('end', resolve))
  sent.on('error', reject)
  sent.end(body(word))
})
const byNode = word => byClient(request, word)

const bySdk = async word => {
  const loaded = await import('node:http')
  await byClient((loaded.default ?? loaded).request, word)
}

export const handler = async event => {
  rounds += 1
  const say = async (send, word) => {
    try {
      await send(word)
    } catch {
      console.log('could not say ' + word)
      // What a tidy function does after a failure, and a dead one does not.
      await byFetch('sorry').catch(() => {})
    }
  }
  await say(byFetch, 'one ' + rounds)
  await say(byNode, 'two ' + rounds)
  await say(byGlobal, 'three ' + rounds)
  await say(bySdk, 'four ' + rounds)
}
`

const deploymentOf = (folder: string) => `
functions:
  speaker:
    handler: ${relative(process.cwd(), folder)}/speaker.handler
    timeout: 10
    environment: { OUT_URL: { Ref: Out } }
    events:
      - sqs: { arn: { 'Fn::GetAtt': [In, Arn] }, batchSize: 1 }
resources:
  Resources:
    In:
      Type: AWS::SQS::Queue
      Properties: { QueueName: 'in-\${sls:stage}', VisibilityTimeout: 60 }
    Out:
      Type: AWS::SQS::Queue
      Properties: { QueueName: 'out-\${sls:stage}' }
`

let folder: string
let clock: StandingClock
let world: World
const logs: string[] = []

beforeEach(async () => {
  // Inside the project, where a bundle finds what it does not carry.
  folder = mkdtempSync(join(process.cwd(), 'node_modules', '.amiops-killed-'))
  logs.length = 0
  clock = createStandingClock(Date.parse('2026-11-23T12:00:00Z'))
  writeFileSync(join(folder, 'speaker.ts'), SOURCE)
  const deploymentFile = join(folder, 'serverless.yml')
  writeFileSync(deploymentFile, deploymentOf(folder))
  const onLog = (_name: string, line: string) => logs.push(line)
  world = await createWorld({ port: 0, fleet: 'empty', schedules: false, clock, deploymentFile, onLog })
})
afterEach(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

const queue = (name: 'in' | 'out') => {
  const found = world.sqs.queues.get(`${name}-sandbox`)
  if (!found) throw new Error(`Expected a queue ${name}.`)
  return found
}

const said = () =>
  queue('out')
    .messages()
    .map(({ body }) => body)

const ask = async () => {
  queue('in').send({ body: 'speak' })
  await clock.advance(0)
  await world.idle()
}

const kill = (killAtCall: number, afterEffect: boolean) =>
  post(world, '/_sandbox/faults', { service: 'lambda', call: 'speaker', killAtCall, afterEffect })

const ALL = ['one 1', 'two 1', 'three 1', 'four 1']

test.each([
  [1, 'before', []],
  [1, 'after', ['one 1']],
  [2, 'before', ['one 1']],
  [2, 'after', ['one 1', 'two 1']],
  [3, 'before', ['one 1', 'two 1']],
  [3, 'after', ['one 1', 'two 1', 'three 1']],
  [4, 'before', ['one 1', 'two 1', 'three 1']],
  [4, 'after', ALL],
])(
  'a function killed at its call %i, %s its effect, says nothing more, and its message comes again',
  async (call, when, heard) => {
    await kill(call, when === 'after')
    await ask()
    expect(said()).toEqual(heard)
    expect(queue('in').messages()).toMatchObject([{ receiveCount: 1 }])
    expect(titlesOf(world, 'lambda')).toEqual([
      'speaker killed at its call to AmazonSQS.SendMessage',
      'speaker got 1 message of in-sandbox -> Runtime.ExitError: Runtime exited without providing a reason in 0 ms',
    ])
    // Whatever the dead one logged after its death was heard by nobody, but for Lambda's own line.
    expect(logs).toEqual([expect.stringContaining('Runtime.ExitError')])

    await clock.advance(VISIBILITY_TIMEOUT_MS)
    await world.idle()
    expect(said()).toEqual([...heard, ...ALL])
    expect(queue('in').messages()).toEqual([])
  },
)

test('the process that a death took along starts over; one that lives on is the same', async () => {
  await ask()
  await ask()
  expect(said()).toEqual([...ALL, 'one 2', 'two 2', 'three 2', 'four 2'])
  await kill(1, false)
  await ask()
  await clock.advance(VISIBILITY_TIMEOUT_MS)
  await world.idle()
  expect(said().slice(8)).toEqual(ALL)
})

test('a function that makes fewer calls than it would die at lives', async () => {
  await kill(5, false)
  await ask()
  expect(said()).toEqual(ALL)
  expect(queue('in').messages()).toEqual([])
})

test('a function that timed out reaches nobody any more', async () => {
  world.faults.add({ service: 'sqs', call: 'SendMessage', delayMs: 10_000 })
  queue('in').send({ body: 'speak' })
  await clock.advance(0)
  // The request crosses a real socket, in time that this clock knows nothing of.
  while (world.faults.list().length > 0) await new Promise(resolve => setImmediate(resolve))
  await clock.advance(10_000)
  queue('in').purge()
  await world.idle()
  expect(titlesOf(world, 'lambda')).toEqual([expect.stringContaining('Sandbox.Timedout')])
  // The call that hung was under way already: it takes effect. Those after it are not even heard.
  expect(said()).toEqual(['one 1'])
})

test.each([0, -1, 1.5, 'two'])('a death at call %s is refused', async killAtCall => {
  const { status } = await post(world, '/_sandbox/faults', { service: 'lambda', call: 'speaker', killAtCall })
  expect(status).toBe(400)
})
