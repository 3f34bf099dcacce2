import {
  CopyImageCommand,
  DeregisterImageCommand,
  DescribeImageReferencesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeSnapshotsCommand,
  DisableImageCommand,
  DisableImageDeregistrationProtectionCommand,
  EnableImageDeregistrationProtectionCommand,
  ListImagesInRecycleBinCommand,
} from '@aws-sdk/client-ec2'
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { createBus } from '../../../sandbox/aws/eventbridge/bus.ts'
import { type Aws, refusalOf, startAws } from './support.ts'

const running: Aws[] = []

const start = async (options: Parameters<typeof startAws>[0] = {}) => {
  const aws = await startAws(options)
  running.push(aws)
  return aws
}

afterEach(async () => {
  for (const aws of running.splice(0)) await aws.close()
})

/** What a file holds of it. */
const keep = (service: { snapshot(): unknown }): unknown => JSON.parse(JSON.stringify(service.snapshot()))

const idOf = (aws: Aws, prefix: string): string =>
  aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith(prefix))?.image.ImageId ?? ''

const lookAt = async (aws: Aws) => {
  const client = aws.ec2Client()
  const ImageIds = [idOf(aws, 'eks-node-1.33')]
  return {
    images: (await client.send(new DescribeImagesCommand({ IncludeDisabled: true }))).Images,
    snapshots: (await client.send(new DescribeSnapshotsCommand({}))).Snapshots,
    instances: (await client.send(new DescribeInstancesCommand({}))).Reservations,
    templates: (await client.send(new DescribeLaunchTemplatesCommand({}))).LaunchTemplates,
    bin: (await client.send(new ListImagesInRecycleBinCommand({}))).Images,
    references: (
      await client.send(new DescribeImageReferencesCommand({ ImageIds, IncludeAllResourceTypes: true }))
    ).ImageReferences,
  }
}

describe('EC2', () => {
  test('a fleet that was used looks the same to every call, dates included', async () => {
    const before = await start()
    const client = before.ec2Client()
    await client.send(new DisableImageCommand({ ImageId: idOf(before, 'bastion') }))
    await client.send(new DeregisterImageCommand({ ImageId: idOf(before, 'checkout-api') }))
    await client.send(new DeregisterImageCommand({ ImageId: idOf(before, 'search-indexer') }))
    const after = await start({ seed: false })
    after.ec2.restore(keep(before.ec2))
    const seen = await lookAt(before)
    expect(await lookAt(after)).toEqual(seen)
    expect(seen.bin).toHaveLength(1)
    expect(seen.references?.length).toBeGreaterThan(0)
  })

  test('a copy and an event under way come true in the next run, at their time', async () => {
    const before = await start()
    const client = before.ec2Client()
    const input = { Name: 'copy', SourceRegion: 'us-east-1', SourceImageId: idOf(before, 'bastion') }
    const { ImageId } = await client.send(new CopyImageCommand(input))
    await before.clock.advance(1_000)
    await client.send(new DisableImageCommand({ ImageId: idOf(before, 'bastion') }))
    const after = await start({ seed: false })
    await after.clock.advance(1_000)
    after.ec2.restore(keep(before.ec2))
    expect(after.ec2.pending()).toBe(2)
    await after.clock.advance(300)
    expect(after.emitted.map(({ detail }) => detail.State)).toEqual(['disabled'])
    await after.clock.advance(2_000)
    expect(after.emitted.map(({ detail }) => [detail.ImageId, detail.State]).at(-1)).toEqual([
      ImageId,
      'available',
    ])
  })

  test('what should have happened between two runs happens at once', async () => {
    const before = await start()
    await before.ec2Client().send(new DisableImageCommand({ ImageId: idOf(before, 'bastion') }))
    const kept = keep(before.ec2)
    const after = await start({ seed: false })
    await after.clock.advance(3_600_000)
    after.ec2.restore(kept)
    await after.clock.advance(0)
    // The event and CloudTrail's tell when the image changed, not when they are told.
    expect(after.emitted.map(({ time }) => time)).toEqual(['2026-11-23T12:00:00Z', '2026-11-23T12:00:00Z'])
  })

  test('a cooldown continues where it was', async () => {
    const before = await start()
    const ImageId = idOf(before, 'bastion')
    const client = before.ec2Client()
    await client.send(new EnableImageDeregistrationProtectionCommand({ ImageId, WithCooldown: true }))
    await client.send(new DisableImageDeregistrationProtectionCommand({ ImageId }))
    const after = await start({ seed: false })
    after.ec2.restore(keep(before.ec2))
    const deregister = () => after.ec2Client().send(new DeregisterImageCommand({ ImageId }))
    expect((await refusalOf(deregister())).name).toBe('OperationNotPermitted')
    await after.clock.advance(86_400_000)
    expect((await deregister()).Return).toBe(true)
  })

  test('settings are kept', async () => {
    const before = await start()
    const settings = {
      consistencyLagMs: 7,
      throttling: false,
      cloudTrail: false,
      cloudTrailDelayMs: 9,
      blockPublicAccess: true,
      allowedImageOwners: ['210987654321'],
    }
    before.ec2.configure(settings)
    const after = await start({ seed: false })
    after.ec2.restore(keep(before.ec2))
    expect(after.ec2.settings).toEqual(settings)
  })

  test.each([
    ['a list', []],
    ['nothing', {}],
    ['an image without an id', { fleet: { images: [{}] }, scheduledChanges: [], settings: {} }],
  ])('%s is refused, and the fleet stays', async (_what, kept) => {
    const aws = await start()
    const images = aws.ec2.fleet.images.length
    expect(() => aws.ec2.restore(kept)).toThrow()
    expect(aws.ec2.fleet.images).toHaveLength(images)
  })

  test('the keeper of the state is notified of every change', async () => {
    const aws = await start()
    let changes = 0
    const stop = aws.ec2.onChange(() => {
      changes += 1
    })
    const ImageId = idOf(aws, 'bastion')
    await aws.ec2Client().send(new DescribeImagesCommand({ ImageIds: [ImageId] }))
    expect(changes).toBe(0)
    await aws.ec2Client().send(new DisableImageCommand({ ImageId }))
    const atOnce = changes
    expect(atOnce).toBeGreaterThan(0)
    await aws.clock.advance(300)
    expect(changes).toBeGreaterThan(atOnce)
    stop()
    aws.ec2.configure({ throttling: false })
    expect(changes).toBe(atOnce + 1)
  })
})

describe('SQS', () => {
  const send = (aws: Aws, queue: string, MessageBody: string, more: object = {}) =>
    aws.sqsClient().send(new SendMessageCommand({ QueueUrl: aws.queueUrl(queue), MessageBody, ...more }))
  const receive = async (aws: Aws, queue: string) => {
    const input = {
      QueueUrl: aws.queueUrl(queue),
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All' as const],
      MessageAttributeNames: ['All'],
    }
    return (await aws.sqsClient().send(new ReceiveMessageCommand(input))).Messages ?? []
  }

  test('a message in flight stays hidden, can still be deleted, and counts its receipts', async () => {
    const before = await start({ seed: false })
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'sample' } }
    await send(before, 'plain', 'one', { MessageAttributes })
    await send(before, 'plain', 'two')
    const [one] = await receive(before, 'plain')
    const after = await start({ seed: false })
    after.sqs.restore(keep(before.sqs))
    expect(await receive(after, 'plain')).toEqual([])
    const QueueUrl = after.queueUrl('plain')
    await after.sqsClient().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: one?.ReceiptHandle }))
    await after.clock.advance(30_000)
    const again = await receive(after, 'plain')
    expect(again.map(message => message.Body)).toEqual(['two'])
    expect(again[0]?.Attributes).toMatchObject({ ApproximateReceiveCount: '2' })
  })

  test('a delayed message comes at its time, with its attributes and its age', async () => {
    const before = await start({ seed: false })
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'sample' } }
    const { MessageId } = await send(before, 'slow', 'one', { MessageAttributes })
    const after = await start({ seed: false })
    after.sqs.restore(keep(before.sqs))
    await after.clock.advance(9_999)
    expect(await receive(after, 'slow')).toEqual([])
    await after.clock.advance(1)
    expect(await receive(after, 'slow')).toMatchObject([
      { MessageId, MessageAttributes, Attributes: { SentTimestamp: '1795435200500' } },
    ])
  })

  test('a fifo queue still drops duplicates, for the rest of the five minutes', async () => {
    const before = await start({ seed: false })
    const more = { MessageGroupId: 'g', MessageDeduplicationId: 'd' }
    const first = await send(before, 'groups.fifo', 'one', more)
    const kept = keep(before.sqs)
    const after = await start({ seed: false })
    after.sqs.restore(kept)
    const again = await send(after, 'groups.fifo', 'one', more)
    expect(again).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber })
    await after.clock.advance(300_000)
    const later = await send(after, 'groups.fifo', 'one', more)
    expect(BigInt(later.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0))
  })

  test('queues that are no longer deployed are left out', async () => {
    const aws = await start({ seed: false })
    const queues = { gone: { messages: [], remembered: [], lastSequenceNumber: '1' } }
    aws.sqs.restore({ queues })
    expect(Object.keys((keep(aws.sqs) as { queues: object }).queues)).not.toContain('gone')
  })

  test.each([
    ['a list', []],
    ['a message without a body', { queues: { plain: { messages: [{}] } } }],
  ])('%s is refused', async (_what, kept) => {
    const aws = await start({ seed: false })
    expect(() => aws.sqs.restore(kept)).toThrow()
  })

  test('the keeper of the state is notified when a message is sent, received and deleted', async () => {
    const aws = await start({ seed: false })
    let changes = 0
    aws.sqs.onChange(() => {
      changes += 1
    })
    await receive(aws, 'plain')
    expect(changes).toBe(0)
    await send(aws, 'plain', 'one')
    expect(changes).toBe(1)
    const [one] = await receive(aws, 'plain')
    expect(changes).toBe(2)
    const QueueUrl = aws.queueUrl('plain')
    await aws.sqsClient().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: one?.ReceiptHandle }))
    expect(changes).toBe(3)
  })
})

describe('EventBridge', () => {
  const busOf = (aws: Aws) => {
    const rules = [
      { name: 'all', enabled: true, pattern: { source: ['aws.ec2'] }, targetQueueNames: ['plain'] },
    ]
    const { clock, faults, timeline } = aws
    return createBus({ clock, faults, timeline, rules, queues: aws.sqs.queues })
  }
  const envelope = {
    version: '0',
    id: 'one',
    'detail-type': 'EC2 AMI State Change',
    source: 'aws.ec2',
    account: '123456789012',
    time: '2026-11-23T12:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: {},
    'replay-name': 'again',
  }

  test('an event that waits to be overtaken comes in the next run, and the shares stay', async () => {
    const aws = await start({ seed: false })
    const before = busOf(aws)
    const settings = { dropShare: 0, doubleShare: 0, swapShare: 1, seed: 5 }
    before.configure(settings)
    expect(before.put(envelope)).toBe(0)
    const other = await start({ seed: false })
    const after = busOf(other)
    after.restore(keep(before))
    expect([after.settings(), after.pending()]).toEqual([settings, 1])
    await other.clock.advance(5_000)
    const bodies = other.sqs.queues
      .get('plain')
      ?.messages()
      .map(({ body }) => JSON.parse(body))
    expect(bodies).toEqual([envelope])
  })

  test.each([
    ['a list', []],
    [
      'a share of more than all',
      { settings: { dropShare: 2, doubleShare: 0, swapShare: 0, seed: 1 }, held: [] },
    ],
  ])('%s is refused', async (_what, kept) => {
    const bus = busOf(await start({ seed: false }))
    const settings = bus.settings()
    expect(() => bus.restore(kept)).toThrow(/Expected|Invalid/)
    expect(bus.settings()).toEqual(settings)
  })
})
