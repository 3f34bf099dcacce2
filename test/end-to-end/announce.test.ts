import { readFileSync } from 'node:fs'
import { buttonsOf, envelopeOf, startWorld, type TestWorld } from '../support/world.ts'
import { worldNowMs } from '../support/world-time.ts'

let world: TestWorld

beforeAll(async () => {
  // Cards are what is looked at here.
  world = await startWorld({ digestAbove: 100 })
})
afterAll(() => world.close())

const secondsAgo = (seconds: number): string =>
  `${new Date(worldNowMs() - seconds * 1000).toISOString().slice(0, 19)}Z`
const sample = (state: string): Record<string, unknown> & { id: string } =>
  JSON.parse(readFileSync(`test/fixtures/events/${state}.json`, 'utf8'))

describe('each state in its own channel', () => {
  test('available: what, where, how it came to be, and two buttons', async () => {
    const { imageId } = await world.image({ quiet: false, name: 'web-2026.11', tags: { Team: 'web' } })
    const card = await world.card('ami-ready', imageId)
    expect(card.text).toContain(
      `🟢 Available: web-2026.11 (${imageId}) in production (123456789012), us-east-1`,
    )
    expect(card.text).toContain('Created from an instance')
    expect(JSON.stringify(card.blocks)).toContain('Team: ')
    expect(buttonsOf(card)).toEqual(['disable', 'deregister', 'shareWith', 'retire', 'scan', 'more'])
    expect(await world.cards('ami-alerts', imageId)).toEqual([])
  })

  test('failed: the reason is quoted', async () => {
    const { imageId } = await world.image({
      quiet: false,
      fail: true,
      errorMessage: 'Client.InvalidKMSKey: the key is disabled',
    })
    const card = await world.card('ami-alerts', imageId)
    expect(card.text).toContain('🔴 Failed')
    expect(card.text).toContain('Reason: Client.InvalidKMSKey: the key is disabled')
    const shown = JSON.stringify(card.blocks)
    expect(shown.indexOf('rich_text_quote')).toBeGreaterThan(shown.indexOf('🔴 Failed'))
    expect(shown.indexOf('rich_text_quote')).toBeLessThan(shown.indexOf('Architecture'))
    expect(buttonsOf(card)).toEqual(['acknowledge', 'console', 'deregister', 'more'])
  })

  test('failed in production: the mention first, then the reason and what helps, then the facts; also after edits', async () => {
    await world.image({ quiet: false, name: 'ordered-2026-11-01' })
    const { imageId } = await world.image({
      quiet: false,
      fail: true,
      name: 'ordered-2026-11-02',
      description: 'An image in order',
      errorMessage: 'no space left',
      tags: { Environment: 'production', Team: 'payments', Pipeline: 'golden-images' },
    })
    const inOrder = [
      /^<!subteam\^S0ONCALL> · rule: production failures/,
      /^🔴 Failed · ordered-2026-11-02/,
      /^no space left/,
      /^✅ Last good image: ordered-2026-11-01/,
      /^Pipeline: golden-images/,
      /^(Reported by AWS|Started by role)/,
      /^An image in order/,
      new RegExp(`^\`${imageId}\`$`),
      /^production \(123456789012\) · us-east-1/,
      /^Team: payments/,
    ]
    const expectOrder = async () => {
      const { text, blocks = [] } = await world.card('ami-alerts', imageId)
      const shown = blocks.map(
        block =>
          JSON.stringify(block)
            .match(/(?<="text":")[^"]*/g)
            ?.join('') ?? '',
      )
      const places = inOrder.map(part => shown.findIndex(line => part.test(line)))
      expect(places).toEqual([...places].sort((x, y) => x - y))
      expect(places).not.toContain(-1)
      expect(text).toMatch(
        /^<!subteam\^S0ONCALL> .*🔴 Failed.*Reason: no space left.*Last good image.*Team: payments/,
      )
    }
    await expectOrder()
    await world.clickCard('maria', 'ami-alerts', imageId, 'acknowledge')
    await expectOrder()
  })

  test('failed: acknowledged by anybody with a role, undone by the same button, in the thread and in the history', async () => {
    const { imageId } = await world.image({ quiet: false, fail: true })
    await world.clickCard('sam', 'ami-alerts', imageId, 'acknowledge')
    expect((await world.privateOf('sam')).at(-1)?.text).toMatch(/You don’t have permission to acknowledge/)
    expect((await world.card('ami-alerts', imageId)).text).not.toContain('Acknowledged')

    await world.clickCard('alex', 'ami-alerts', imageId, 'acknowledge')
    const card = await world.card('ami-alerts', imageId)
    expect(card.text).toContain('👀 Acknowledged by <@U0ALEX>')
    expect(card.replies?.at(-1)?.text).toBe('👀 Acknowledged by @alex')

    await world.clickCard('maria', 'ami-alerts', imageId, 'unacknowledge')
    const undone = await world.card('ami-alerts', imageId)
    expect(undone.text).not.toContain('Acknowledged')
    expect(buttonsOf(undone)[0]).toBe('acknowledge')
    expect((await world.ask('maria', `history ${imageId}`)).text).toMatch(
      /no longer acknowledged\* by <@U0MARIA>.*Failure acknowledged\* by <@U0ALEX>/,
    )
  })

  test('failed again after a good one, good again: the last good image, then what supersedes it', async () => {
    const good = await world.image({ quiet: false, name: 'family-2026-11-01' })
    const { imageId } = await world.image({ quiet: false, fail: true, name: 'family-2026-11-02' })
    expect((await world.card('ami-alerts', imageId)).text).toMatch(
      new RegExp(`Reason: .*Last good image: family-2026-11-01 · ${good.imageId}`),
    )
    await world.advance(60_000)
    const newer = await world.image({ quiet: false, name: 'family-2026-11-03' })
    const { text } = await world.card('ami-alerts', imageId)
    expect(text).toContain('🔴 Failed, superseded')
    expect(text).toContain(`Superseded by family-2026-11-03 · ${newer.imageId}`)
  })

  test('disabled outside Slack: the alert channel gets a card, and the first card turns too', async () => {
    const { imageId } = await world.image({ quiet: false })
    await world.change(imageId, 'disable')
    expect(buttonsOf(await world.card('ami-alerts', imageId))).toEqual(['enable', 'deregister', 'more'])
    expect(buttonsOf(await world.card('ami-ready', imageId))).toEqual(['enable', 'deregister', 'more'])
  })

  test('deregistered: the card shows what the ledger kept, since EC2 knows nothing any more', async () => {
    const { imageId } = await world.image({ quiet: false, name: 'kept-name', tags: { Team: 'kept-team' } })
    await world.change(imageId, 'deregister')
    const card = await world.card('ami-alerts', imageId)
    expect(card.text).toContain(`⚫ Deregistered: kept-name (${imageId})`)
    expect(JSON.stringify(card.blocks)).toContain('kept-team')
    expect(buttonsOf(card)).toEqual(['history'])
  })

  test('the same state again, in the same channel: one card, and a line in its thread', async () => {
    const { imageId } = await world.image({ quiet: false })
    await world.change(imageId, 'disable')
    await world.change(imageId, 'enable')
    const card = await world.card('ami-ready', imageId)
    expect(card.text).toContain('Enabled · ')
    expect(card.replies?.map(reply => reply.text).join()).toMatch(/🟢 Available · enabled outside Slack/)
  })

  test('an image that EC2 does not know is told all the same', async () => {
    const imageId = 'ami-0aaaaaaaaaaaaaaa1'
    await world.put(envelopeOf(imageId, 'available'))
    const card = await world.card('ami-ready', imageId)
    expect(card.text).toContain('🟢 Available')
    expect(JSON.stringify(card.blocks)).toContain('EC2 gave no details')
  })

  test('an image of an account that the config does not name is told under its number', async () => {
    const imageId = 'ami-0aaaaaaaaaaaaaaa2'
    await world.put(envelopeOf(imageId, 'disabled', { account: '999999999999', region: 'ap-south-1' }))
    expect((await world.card('ami-alerts', imageId)).text).toContain('in 999999999999, ap-south-1')
  })
})

describe('what AWS prints in its own documentation', () => {
  const channels = {
    available: 'ami-ready',
    failed: 'ami-alerts',
    disabled: 'ami-alerts',
    deregistered: 'ami-alerts',
  }

  test('all four samples, which share one id: each is told', async () => {
    const imageId = 'ami-0123456789example'
    for (const [state, channel] of Object.entries(channels)) {
      await world.put(sample(state))
      const word = `${state[0]?.toUpperCase()}${state.slice(1)}`
      const card = await world.card(channel, imageId)
      expect(`${card.text} ${card.replies?.map(reply => reply.text).join(' ')}`).toContain(word)
      expect(card.text).toContain(`${word}: ${imageId} in 012345678901`)
    }
    const alerts = await world.card('ami-alerts', imageId)
    expect(JSON.stringify(alerts)).not.toContain('Invalid Date')
  })
})

describe('EventBridge keeps no order and repeats itself', () => {
  test('the same event delivered again is no second mention', async () => {
    const { imageId } = await world.image({ state: 'disabled' })
    const event = envelopeOf(imageId, 'disabled')
    await world.put(event)
    const before = await world.card('ami-alerts', imageId)
    await world.put(event, event)
    expect(await world.card('ami-alerts', imageId)).toEqual(before)
  })

  test('the same event twice in one batch', async () => {
    const { imageId } = await world.image({ state: 'disabled' })
    const event = envelopeOf(imageId, 'disabled')
    await world.put(event, event, event)
    expect((await world.card('ami-alerts', imageId)).replies).toEqual([])
  })

  test('the bus itself repeats an event', async () => {
    world.fault({ service: 'eventbridge', call: 'PutEvents', error: 'duplicate' })
    const { imageId } = await world.image({ quiet: false })
    expect((await world.card('ami-ready', imageId)).replies).toEqual([])
  })

  test('an older event after a newer one: the card stays, the thread says what superseded it', async () => {
    const { imageId } = await world.image({ state: 'disabled' })
    await world.put(envelopeOf(imageId, 'disabled', { time: secondsAgo(10) }))
    await world.put(envelopeOf(imageId, 'available', { time: secondsAgo(300) }))
    expect((await world.card('ami-alerts', imageId)).text).toContain('🟡 Disabled')
    // Its own channel has no card, and gets none: the line stands in the thread of the card that is there.
    expect(await world.cards('ami-ready', imageId)).toEqual([])
    const thread = (await world.card('ami-alerts', imageId)).replies?.map(({ text }) => text)
    expect(thread).toEqual([expect.stringMatching(/🟢 Available .*superseded: 🟡 Disabled since/)])

    await world.put(envelopeOf(imageId, 'deregistered', { time: secondsAgo(400) }))
    const card = await world.card('ami-alerts', imageId)
    expect(card.text).toContain('🟡 Disabled')
    expect(card.replies?.at(-1)?.text).toContain('superseded: 🟡 Disabled since')
  })

  test('an event from before the deregistration does not bring the image back', async () => {
    const { imageId } = await world.image({ quiet: false })
    await world.change(imageId, 'deregister')
    await world.put(envelopeOf(imageId, 'available', { time: secondsAgo(60) }))
    const card = await world.card('ami-ready', imageId)
    expect(card.text).toContain('⚫ Deregistered')
    expect(buttonsOf(card)).toEqual(['history'])
  })

  test('two events within one second: what EC2 says now wins', async () => {
    const { imageId } = await world.image({ state: 'available' })
    const time = secondsAgo(5)
    await world.put(envelopeOf(imageId, 'available', { time }))
    await world.put(envelopeOf(imageId, 'disabled', { time }))
    expect((await world.card('ami-ready', imageId)).text).toContain('🟢 Available')
  })

  test('an event that comes out of an archive is marked as replayed', async () => {
    const { imageId } = await world.image()
    await world.put(envelopeOf(imageId, 'available', { 'replay-name': 'after-the-outage' }))
    expect((await world.card('ami-ready', imageId)).text).toContain('replayed from after-the-outage')
  })
})

describe('a bake of many images at once', () => {
  test('each of thirty is told, and EC2 is asked in few calls', async () => {
    // With room in Slack: each delivery that comes again looks again.
    await world.post('/slack', { rateLimits: 'off' })
    const images = await Promise.all(Array.from({ length: 30 }, () => world.image()))
    const before = world.moments('ec2', /^DescribeImages/).length
    await world.put(...images.map(({ imageId }) => envelopeOf(imageId, 'available')))
    const roots = (await world.roots('ami-ready')).map(message => message.text).join('\n')
    for (const { imageId } of images) expect(roots.split(`(${imageId})`)).toHaveLength(2)
    expect(world.moments('ec2', /^DescribeImages/).length - before).toBeLessThanOrEqual(15)
    await world.post('/slack', { rateLimits: 'strict' })
  })

  test('one of them is unknown to EC2: the facts of the others are shown', async () => {
    const known = await world.image({ name: 'known-among-unknown' })
    await world.put(envelopeOf('ami-0aaaaaaaaaaaaaaa3', 'available'), envelopeOf(known.imageId, 'available'))
    expect((await world.card('ami-ready', known.imageId)).text).toContain('known-among-unknown')
    await world.card('ami-ready', 'ami-0aaaaaaaaaaaaaaa3')
  })

  test('EC2 has trouble: the events are told without fresh facts', async () => {
    const { imageId } = await world.image()
    world.fault({ service: 'ec2', call: 'DescribeImages', error: 'UnauthorizedOperation' })
    await world.put(envelopeOf(imageId, 'available'))
    expect((await world.card('ami-ready', imageId)).text).toContain('🟢 Available')
  })
})

describe('hostile words from AWS', () => {
  const EVIL = '<!channel> <!here> <@U0MARIA> <!subteam^S0ONCALL> <https://evil.example|click> `x` *b* & '

  test('a reason of 100 KB mentions nobody, links nowhere and fits', async () => {
    const errorMessage = EVIL.repeat(Math.ceil(100_000 / EVIL.length))
    const { imageId } = await world.image({ fail: true })
    await world.put(envelopeOf(imageId, 'failed', { errorMessage }))
    const card = await world.card('ami-alerts', imageId)
    expect(mrkdwnOf(card)).not.toMatch(/<!(channel|here|everyone|subteam)|<@|<http/)
    expect(card.text).not.toMatch(/<!(channel|here|everyone|subteam)|<@|<http/)
    expect(card.text.length).toBeLessThanOrEqual(4000)
    expect(card.text).toContain('&lt;!channel&gt;')
  })

  test('a name, a description and tags of that kind', async () => {
    const { imageId } = await world.image({
      quiet: false,
      name: `${EVIL}\u202Eevil`.slice(0, 128),
      description: EVIL,
      tags: { [EVIL.slice(0, 120)]: EVIL, Team: '```<!everyone>```' },
    })
    const card = await world.card('ami-ready', imageId)
    expect(mrkdwnOf(card)).not.toMatch(/<!(channel|here|everyone|subteam)|<@|<http/)
    expect(card.text).not.toMatch(/<!(channel|here|everyone|subteam)|<@|<http/)
    expect(JSON.stringify(card)).not.toContain('\u202E')
    // The same words in the answers to questions.
    const answer = await world.ask('maria', `status ${imageId}`)
    expect(mrkdwnOf(answer)).not.toMatch(/<!(channel|here|everyone|subteam)|<@|<http/)
  })
})

/** Every mrkdwn text of a message: there alone Slack's control syntax means something. */
const mrkdwnOf = ({ blocks = [] }: { blocks?: unknown[] }): string => {
  const found: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('type' in value && value.type === 'mrkdwn' && 'text' in value) found.push(String(value.text))
    for (const inner of Object.values(value)) walk(inner)
  }
  walk(blocks)
  return found.join('\n').replace(/<!date\^[^>]*>/g, '')
}
