import { execFile } from 'node:child_process'
import { notifyDeadLetters } from '../../src/flows/reconcile/notify-dead-letters.ts'
import { connectEdges } from '../support/edges.ts'
import { envelopeOf, startWorld, type TestWorld } from '../support/world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ slack: { rateLimits: 'off' } })
})
afterAll(() => world.close())

const queueOf = (end: string) => {
  const queue = [...world.sandbox.sqs.queues.values()].find(({ settings }) => settings.name.endsWith(end))
  if (!queue) throw new Error(`Expected a queue ${end}.`)
  return queue
}
const sendDeadLetter = (end: string, MessageBody: string, MessageAttributes: object = {}) =>
  fetch(`${world.url}/sqs`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
    body: JSON.stringify({
      QueueUrl: queueOf(end).url,
      MessageBody,
      MessageAttributes,
      ...(end.endsWith('.fifo') && { MessageGroupId: 'g', MessageDeduplicationId: MessageBody.slice(0, 60) }),
    }),
  })
const notices = async () =>
  (await world.roots('ami-alerts')).map(message => message.text).filter(text => text.startsWith('📪'))
const edgesIn = (minutes: number) =>
  connectEdges(world.sandbox, { nowMs: () => world.sandbox.clock.nowMs() + minutes * 60_000 })

describe('/ami health', () => {
  test('a new bot says what it does not know yet', async () => {
    const { text } = await world.ask('sam', 'health')
    expect(text).toMatch(/^✅ Healthy\. /)
    expect(text).toMatch(/events: 0 queued/)
    expect(text).toMatch(/requests dead letters: 0\./)
    expect(text).toContain('Last event none recorded yet')
    expect(text).toContain('Last reconciliation none yet')
  })

  test('the last event, the last reconciliation, the config', async () => {
    await world.image({ quiet: false, name: 'named-in-health' })
    await world.post('/functions/schedule')
    await world.idle()
    const { text } = await world.ask('sam', 'health')
    expect(text).toMatch(/^✅ Healthy\. /)
    expect(text).toContain('🟢 Available: named-in-health, ')
    expect(text).not.toContain('123456789012/us-east-1/')
    expect(text).toMatch(/Last reconciliation .* ago, (\d+)\/\1 regions scanned, \d+ images?, took /)
    expect(text).toMatch(/Config `[0-9a-f]{8}`/)
  })

  test('SQS cannot be asked: said as such, and the rest is still told', async () => {
    world.fault({ service: 'sqs', call: 'GetQueueAttributes', error: 'AccessDenied', times: 8 })
    const { text } = await world.ask('sam', 'health')
    expect(text).toMatch(
      /^⚠️ The queue of events couldn’t be read \(`AmazonSQS\.GetQueueAttributes was refused.*Do this: /,
    )
    expect(text).toContain('Last event 🟢 Available')
    world.sandbox.faults.clear()
  })
})

describe('dead letters', () => {
  test('one line in the fallback channel, with how many and why, at most once an hour', async () => {
    await notifyDeadLetters(edgesIn(0))
    expect(await notices()).toEqual([])

    await sendDeadLetter('events-dead-letters', JSON.stringify({ source: 'aws.ec2', secret: 'hunter2' }))
    await sendDeadLetter('requests-dead-letters.fifo', '{"responseUrl":"https://hooks.slack.com/secret"}')
    await notifyDeadLetters(edgesIn(0))
    const [notice, ...others] = await notices()
    expect(others).toEqual([])
    expect(notice).toMatch(/1 event could not be processed \(invalid event: .*expected/)
    expect(notice).toMatch(/1 request could not be processed \(invalid request/)
    expect(notice).toContain('npm run redrive')
    expect(notice).not.toMatch(/hunter2|hooks\.slack/)

    await notifyDeadLetters(edgesIn(59))
    expect(await notices()).toHaveLength(1)
    await notifyDeadLetters(edgesIn(61))
    expect(await notices()).toHaveLength(2)
    expect((await world.ask('maria', 'health')).text).toMatch(
      /^⚠️ 1 event could not be delivered\. Do this: see the cause in #ami-alerts, fix it, then run `npm run redrive`/,
    )
  })
})

describe('dead letters of an outage', () => {
  beforeEach(() => {
    for (const end of ['events-dead-letters', 'requests-dead-letters.fifo']) queueOf(end).purge()
  })
  const deadLettersIn = (end: string) => queueOf(end).messages().length

  test('an event goes back by itself and is announced; nobody is told of it', async () => {
    const { imageId } = await world.image()
    await sendDeadLetter('events-dead-letters', JSON.stringify(envelopeOf(imageId, 'available')))
    const before = await notices()
    await world.post('/functions/schedule')
    await world.idle()
    expect((await world.card('ami-ready', imageId)).text).toContain(imageId)
    expect(deadLettersIn('events-dead-letters')).toBe(0)
    expect(await notices()).toEqual(before)
  })

  test('one that is a dead letter a second time stays', async () => {
    const { imageId } = await world.image()
    const body = JSON.stringify(envelopeOf(imageId, 'available'))
    await sendDeadLetter('events-dead-letters', body, {
      'amiops-redriven': { DataType: 'String', StringValue: '1' },
    })
    await notifyDeadLetters(edgesIn(600))
    expect(deadLettersIn('events-dead-letters')).toBe(1)
    expect((await notices()).at(-1)).toMatch(/1 event .*could not be delivered .*, twice/)
  })

  test('Slack does not answer: nothing is moved, and the notice is not used up', async () => {
    const { imageId } = await world.image()
    await sendDeadLetter('events-dead-letters', JSON.stringify(envelopeOf(imageId, 'available')))
    await sendDeadLetter('events-dead-letters', 'no JSON')
    world.fault({ service: 'slack', call: 'auth.test', error: 'invalid_auth' })
    await notifyDeadLetters(edgesIn(1_200))
    expect(deadLettersIn('events-dead-letters')).toBe(2)
    world.sandbox.faults.clear()
    const before = (await notices()).length
    world.fault({ service: 'slack', call: 'chat.postMessage', error: 'internal_error', times: 5 })
    await notifyDeadLetters(edgesIn(1_200))
    world.sandbox.faults.clear()
    expect(await notices()).toHaveLength(before)
    await notifyDeadLetters(edgesIn(1_205))
    expect(await notices()).toHaveLength(before + 1)
    await notifyDeadLetters(edgesIn(1_210))
    expect(await notices()).toHaveLength(before + 1)
    await world.idle()
    expect(deadLettersIn('events-dead-letters')).toBe(1)
  })

  test('a click of an outage goes back, and the person is told that nothing was done', async () => {
    const { imageId } = await world.image({ quiet: false })
    const ask = {
      kind: 'change',
      action: 'enable',
      key: 'an-old-click',
      image: { account: '123456789012', region: 'us-east-1', imageId },
      person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
      place: { channelId: 'C0READY', isPrivate: false },
      workspaceId: 'T0SANDBOX',
      appId: 'A0AMIOPS',
      askedAtMs: world.sandbox.clock.nowMs() - 26 * 60 * 60_000,
    }
    await sendDeadLetter('requests-dead-letters.fifo', JSON.stringify(ask))
    await world.post('/functions/schedule')
    await world.idle()
    expect((await world.privateOf('maria')).at(-1)?.text).toMatch(
      /was not enabled: your click was delayed by more than ten minutes/,
    )
    expect(world.changes(imageId)).toEqual([])
    expect(deadLettersIn('requests-dead-letters.fifo')).toBe(0)
  })
})

describe('npm run redrive', () => {
  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string }>(resolve => {
      execFile(
        process.execPath,
        ['--import', 'tsx', 'scripts/redrive.ts', '--stage', 'sandbox', ...args],
        { env: { ...process.env, AWS_ENDPOINT_URL_SQS: `${world.url}/sqs`, AWS_REGION: 'us-east-1' } },
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), out: stdout + stderr }),
      )
    })
  const letters = () => queueOf('-events-dead-letters').messages().length

  test('counts, brings back, and what still cannot be read is a dead letter again', async () => {
    queueOf('-events-dead-letters').purge()
    expect(await run('events')).toEqual({ code: 0, out: expect.stringContaining('dead-letters: empty.') })
    await world.put({
      id: 'unreadable',
      source: 'aws.ec2',
      'detail-type': 'EC2 AMI State Change',
      account: '123456789012',
      region: 'us-east-1',
      version: '0',
      time: '2026-01-15T12:00:00Z',
      resources: [],
      detail: { ImageId: 'ami-0123456789abcdef0', State: 'exploded' },
    })
    expect(letters()).toBe(1)
    const tries = () => world.logs.filter(line => line.includes('A message could not be parsed')).length
    const before = tries()
    const counted = await run('events', '--dry-run')
    expect(counted).toEqual({ code: 0, out: expect.stringContaining(': 1 would be redriven.') })
    expect(letters()).toBe(1)
    const moved = await run('events')
    expect(moved).toEqual({ code: 0, out: expect.stringContaining(': 1 are being redriven') })
    await world.idle()
    expect(tries()).toBe(before + 1)
    expect(letters()).toBe(1)
  })

  test('a queue that is not there, a name that is none: what to do', async () => {
    const absent = await run('--queue', 'arn:aws:sqs:us-east-1:123456789012:nothing')
    expect(absent).toEqual({
      code: 1,
      out: expect.stringContaining('There is no such queue in us-east-1 of account 123456789012.'),
    })
    const elsewhere = queueOf('-events-dead-letters').settings.name
    expect(await run('--queue', `arn:aws:sqs:us-east-1:999999999999:${elsewhere}`, '--dry-run')).toEqual({
      code: 1,
      out: expect.stringContaining('There is no such queue in us-east-1 of account 999999999999.'),
    })
    expect(await run('evnets')).toEqual({
      code: 2,
      out: expect.stringContaining('There is no queue "evnets"'),
    })
  })
})

test('what is measured stands in the log, as CloudWatch reads it', async () => {
  const { imageId } = await world.image({ quiet: false })
  await world.act('maria', 'ami-ready', imageId, 'disable')
  const measured = world.logs.filter(line => line.includes('CloudWatchMetrics')).join('\n')
  for (const name of ['Events', 'EventToCard', 'Cards', 'Requests', 'ClickToAccepted', 'RequestIds'])
    expect(measured).toContain(`"${name}":`)
  expect(measured).toContain('"result":"accepted"')
})
