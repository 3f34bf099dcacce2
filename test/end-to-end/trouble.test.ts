import { connectEdges } from '../support/edges.ts'
import { reconcile } from '../support/memory/reconcile.ts'
import { buttonsOf, startWorld, type TestWorld } from '../support/world.ts'

let world: TestWorld

beforeAll(async () => {
  // EC2's troubles, one after another: more updates of cards in a minute than Slack takes.
  world = await startWorld({ slack: { rateLimits: 'off' }, destructivePerHour: 1_000 })
})
afterAll(() => world.close())

const CHANNEL = 'ami-ready'
const availableCard = async (): Promise<string> => {
  const { imageId } = await world.image({ quiet: false })
  await world.card(CHANNEL, imageId)
  return imageId
}
const stateOf = async (imageId: string): Promise<string | undefined> =>
  (await world.images()).find(image => image.imageId === imageId)?.state
const disable = (imageId: string): Promise<void> => world.act('maria', CHANNEL, imageId, 'disable')

/** The schedule of a moment that has not come yet. */
const reconcileLater = async (minutes: number): Promise<void> => {
  const clock = { nowMs: () => world.sandbox.clock.nowMs() + minutes * 60_000 }
  const edges = connectEdges(world.sandbox, clock)
  // Scanned here, by the same clock.
  await reconcile({ ...edges, queues: { ...edges.queues, scan: async () => {} } })
}

describe('EC2 refuses: the card says why and what to do, and gives its buttons back', () => {
  const refusals: [error: string, sentence: RegExp][] = [
    ['UnauthorizedOperation', /amiops lacks permission for ec2:DisableImage .* IAM role/],
    [
      'OperationNotPermitted',
      /EC2 does not allow it \(OperationNotPermitted\).*which rule of the account forbids it/,
    ],
    ['InvalidAMIID.NotFound', /The image no longer exists in EC2 \(InvalidAMIID\.NotFound\)/],
    ['RequestLimitExceeded', /EC2 is throttling .*\(RequestLimitExceeded\).* in a minute/],
    ['SomethingNew', /EC2 refused it \(SomethingNew\)/],
  ]
  for (const call of ['DryRun', 'Real'])
    test.each(refusals)(
      `${call === 'DryRun' ? 'the rehearsal' : 'the call itself'}: %s`,
      async (error, sentence) => {
        const imageId = await availableCard()
        world.fault({ service: 'ec2', call: `DisableImage:${call}`, error })
        await disable(imageId)

        const card = await world.card(CHANNEL, imageId)
        expect(card.text).toContain('⚠️ Disable requested by <@U0MARIA> failed.')
        expect(card.text).toMatch(sentence)
        expect(card.text).toContain('Nothing was changed')
        expect(buttonsOf(card)).toEqual(['disable', 'deregister', 'shareWith', 'retire', 'scan', 'more'])
        expect(await stateOf(imageId)).toBe('available')
        // Not tried a second time by itself, nor after a refused rehearsal at all.
        expect(world.changes(imageId)).toEqual(
          call === 'DryRun' ? [] : [`DisableImage ${imageId} -> ${error}`],
        )

        await disable(imageId)
        expect((await world.card(CHANNEL, imageId)).text).toContain('By <@U0MARIA>')
      },
    )

  test('the encoded blob of a denial is not shown', async () => {
    const imageId = await availableCard()
    const message = 'You are not authorized. Encoded authorization failure message: kV3xQblob'
    world.fault({ service: 'ec2', call: 'DisableImage:DryRun', error: 'UnauthorizedOperation', message })
    await disable(imageId)
    expect(JSON.stringify(await world.card(CHANNEL, imageId))).not.toContain('kV3xQblob')
  })

  test('EC2 does not even answer a look: nothing is asked of it, and the person is told', async () => {
    const imageId = await availableCard()
    const before = (await world.card(CHANNEL, imageId)).text
    // amiops also looks by itself, at an earlier request: one fault may be taken by that.
    world.fault({ service: 'ec2', call: 'DescribeImages', error: 'UnauthorizedOperation', times: 50 })
    await disable(imageId)
    world.sandbox.faults.clear()
    expect((await world.form('maria'))?.text).toMatch(
      /couldn’t read the image from EC2[\s\S]*Nothing was changed/,
    )
    expect((await world.card(CHANNEL, imageId)).text).toBe(before)
    expect(world.changes(imageId)).toEqual([])
  })
})

describe('EC2 gives no answer', () => {
  test('it had happened: unknown, then a look half a minute later proves it', async () => {
    const imageId = await availableCard()
    world.fault({ service: 'ec2', call: 'DisableImage:Real', drop: true, afterEffect: true })
    world.fault({ service: 'eventbridge', call: 'PutEvents', drop: true })
    await disable(imageId)

    const edits = world.moments('slack', /chat.update/).map(({ detail }) => JSON.stringify(detail))
    expect(edits.filter(edit => edit.includes(imageId)).join()).toMatch(/no answer from EC2 yet.*Check again/)
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toMatch(/🟡 Disabled: .* By <@U0MARIA> · verified with EC2/)
    expect(buttonsOf(card)).toEqual(['enable', 'deregister', 'more'])
    expect(world.changes(imageId)).toHaveLength(1)
  })

  test('it had happened, and the event says so before anybody asks', async () => {
    const imageId = await availableCard()
    world.fault({ service: 'ec2', call: 'DisableImage:Real', drop: true, afterEffect: true })
    await disable(imageId)
    expect((await world.card(CHANNEL, imageId)).text).toContain('By <@U0MARIA> · confirmed by AWS')
    expect(world.changes(imageId)).toHaveLength(1)
  })

  test('it had not happened: the look gives the buttons back', async () => {
    const imageId = await availableCard()
    world.fault({ service: 'ec2', call: 'DisableImage:Real', drop: true })
    await disable(imageId)
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toContain(
      'EC2 still shows the image available: DisableImage had no effect (it ended with TimeoutError).',
    )
    expect(buttonsOf(card)).toEqual(['disable', 'deregister', 'shareWith', 'retire', 'scan', 'more'])
  })

  test('not even to the rehearsal: nothing was changed', async () => {
    const imageId = await availableCard()
    world.fault({ service: 'ec2', call: 'DisableImage:DryRun', drop: true })
    await disable(imageId)
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toMatch(/did not answer the dry run .*Nothing was changed/)
    expect(buttonsOf(card)).toEqual(['disable', 'deregister', 'shareWith', 'retire', 'scan', 'more'])
  })
})

describe('the event is lost on the bus', () => {
  test('a look half a minute later confirms it, before the schedule runs', async () => {
    const imageId = await availableCard()
    world.fault({ service: 'eventbridge', call: 'PutEvents', drop: true })
    await disable(imageId)
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toMatch(/By <@U0MARIA> · verified with EC2 (within a second|after \d+ (s|min))/)
    expect(JSON.stringify(await world.card('ami-alerts', imageId))).toContain('By @maria')
    await reconcileLater(3)
    expect((await world.card(CHANNEL, imageId)).text).toBe(card.text)
    expect(world.changes(imageId)).toHaveLength(1)
  })

  test('AWS still sends it afterwards: nothing is told a second time', async () => {
    const imageId = await availableCard()
    world.fault({ service: 'eventbridge', call: 'PutEvents', drop: true })
    await disable(imageId)
    await reconcileLater(3)
    const before = {
      card: await world.card(CHANNEL, imageId),
      alert: await world.card('ami-alerts', imageId),
    }
    const lost = world
      .moments('eventbridge', new RegExp(`${imageId} disabled -> lost`))
      .map(moment => moment.detail as object)
    expect(lost).toHaveLength(1)
    await world.put(...lost)
    expect(await world.card(CHANNEL, imageId)).toEqual(before.card)
    expect(await world.card('ami-alerts', imageId)).toEqual(before.alert)
  })

  test('a change from outside Slack whose event is lost is told by the schedule, as seen late', async () => {
    const imageId = await availableCard()
    world.fault({ service: 'eventbridge', call: 'PutEvents', drop: true })
    await world.change(imageId, 'disable')
    expect((await world.card(CHANNEL, imageId)).text).toContain('🟢 Available')
    // The first look remembers, since the event may still come; the second tells.
    // After those of the tests before.
    await reconcileLater(5)
    await reconcileLater(10)
    expect((await world.card(CHANNEL, imageId)).text).toMatch(
      /🟡 Disabled.*Detected by reconciliation \(no event from AWS\)/,
    )
    await world.card('ami-alerts', imageId)
  })

  test('an image that was deregistered without a word', async () => {
    const imageId = await availableCard()
    world.fault({ service: 'eventbridge', call: 'PutEvents', drop: true })
    await world.act('maria', CHANNEL, imageId, 'deregister')
    await reconcileLater(3)
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toMatch(/⚫ Deregistered: .* By <@U0MARIA> · verified with EC2/)
    expect(buttonsOf(card)).toEqual(['history'])
  })
})
