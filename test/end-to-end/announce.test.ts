import { readFileSync } from 'node:fs'
import { buttonsOf, envelopeOf, startWorld, type TestWorld } from '../support/world.ts'

let town: TestWorld

beforeAll(async () => {
  // Cards are what is looked at here.
  town = await startWorld({ digestAbove: 100 })
})
afterAll(() => town.close())

const secondsAgo = (seconds: number): string =>
  `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}Z`
const sample = (state: string): Record<string, unknown> & { id: string } =>
  JSON.parse(readFileSync(`test/fixtures/events/${state}.json`, 'utf8'))

describe('each state in its own channel', () => {
  test('available: what, where, how it came to be, and two buttons', async () => {
    const { imageId } = await town.image({ quiet: false, name: 'web-2026.11', tags: { Team: 'web' } })
    const card = await town.card('ami-ready', imageId)
    expect(card.text).toContain(
      `🟢 Available: web-2026.11 (${imageId}) in production (123456789012), us-east-1`,
    )
    expect(card.text).toContain('Created from an instance')
    expect(JSON.stringify(card.blocks)).toContain('Team: ')
    expect(buttonsOf(card)).toEqual(['disable', 'deregister', 'more'])
    expect(await town.cards('ami-alerts', imageId)).toEqual([])
  })

  test('failed: the reason is quoted', async () => {
    const { imageId } = await town.image({
      quiet: false,
      fail: true,
      errorMessage: 'Client.InvalidKMSKey: the key is disabled',
    })
    const card = await town.card('ami-alerts', imageId)
    expect(card.text).toContain('🔴 Failed')
    expect(card.text).toContain('Reason: Client.InvalidKMSKey: the key is disabled')
    const shown = JSON.stringify(card.blocks)
    expect(shown.indexOf('rich_text_quote')).toBeGreaterThan(shown.indexOf('🔴 Failed'))
    expect(shown.indexOf('rich_text_quote')).toBeLessThan(shown.indexOf('Architecture'))
    expect(buttonsOf(card)).toEqual(['acknowledge', 'console', 'deregister', 'more'])
  })

  test('failed: acknowledged by anybody with a role, undone by the same button, in the thread and in the history', async () => {
    const { imageId } = await town.image({ quiet: false, fail: true })
    await town.clickCard('sam', 'ami-alerts', imageId, 'acknowledge')
    expect((await town.privateOf('sam')).at(-1)?.text).toMatch(/You don't have permission to acknowledge/)
    expect((await town.card('ami-alerts', imageId)).text).not.toContain('Acknowledged')

    await town.clickCard('alex', 'ami-alerts', imageId, 'acknowledge')
    const card = await town.card('ami-alerts', imageId)
    expect(card.text).toContain('👀 Acknowledged by <@U0ALEX>')
    expect(card.replies?.at(-1)?.text).toBe('👀 Acknowledged by @alex')

    await town.clickCard('maria', 'ami-alerts', imageId, 'unacknowledge')
    const undone = await town.card('ami-alerts', imageId)
    expect(undone.text).not.toContain('Acknowledged')
    expect(buttonsOf(undone)[0]).toBe('acknowledge')
    expect((await town.ask('maria', `history ${imageId}`)).text).toMatch(
      /no longer acknowledged\* by <@U0MARIA>.*Failure acknowledged\* by <@U0ALEX>/,
    )
  })

  test('failed again after a good one, good again: the last good image, then what supersedes it', async () => {
    const good = await town.image({ quiet: false, name: 'family-2026-11-01' })
    const { imageId } = await town.image({ quiet: false, fail: true, name: 'family-2026-11-02' })
    expect((await town.card('ami-alerts', imageId)).text).toMatch(
      new RegExp(`Reason: .*Last good image: family-2026-11-01 · ${good.imageId}`),
    )
    await town.advance(60_000)
    const newer = await town.image({ quiet: false, name: 'family-2026-11-03' })
    const { text } = await town.card('ami-alerts', imageId)
    expect(text).toContain('🔴 Failed, superseded')
    expect(text).toContain(`Superseded by family-2026-11-03 · ${newer.imageId}`)
  })

  test('disabled outside Slack: the alert channel gets a card, and the first card turns too', async () => {
    const { imageId } = await town.image({ quiet: false })
    await town.change(imageId, 'disable')
    expect(buttonsOf(await town.card('ami-alerts', imageId))).toEqual(['enable', 'deregister', 'more'])
    expect(buttonsOf(await town.card('ami-ready', imageId))).toEqual(['enable', 'deregister', 'more'])
  })

  test('deregistered: the card shows what the ledger kept, since EC2 knows nothing any more', async () => {
    const { imageId } = await town.image({ quiet: false, name: 'kept-name', tags: { Team: 'kept-team' } })
    await town.change(imageId, 'deregister')
    const card = await town.card('ami-alerts', imageId)
    expect(card.text).toContain(`⚫ Deregistered: kept-name (${imageId})`)
    expect(JSON.stringify(card.blocks)).toContain('kept-team')
    expect(buttonsOf(card)).toEqual(['history'])
  })

  test('the same state again, in the same channel: one card, and a line in its thread', async () => {
    const { imageId } = await town.image({ quiet: false })
    await town.change(imageId, 'disable')
    await town.change(imageId, 'enable')
    const card = await town.card('ami-ready', imageId)
    expect(card.text).toContain('Enabled · ')
    expect(card.replies?.map(reply => reply.text).join()).toMatch(/🟢 Available .* · enabled outside Slack/)
  })

  test('an image that EC2 does not know is told all the same', async () => {
    const imageId = 'ami-0aaaaaaaaaaaaaaa1'
    await town.put(envelopeOf(imageId, 'available'))
    const card = await town.card('ami-ready', imageId)
    expect(card.text).toContain('🟢 Available')
    expect(JSON.stringify(card.blocks)).toContain('EC2 says nothing about this image')
  })

  test('an image of an account that the config does not name is told under its number', async () => {
    const imageId = 'ami-0aaaaaaaaaaaaaaa2'
    await town.put(envelopeOf(imageId, 'disabled', { account: '999999999999', region: 'ap-south-1' }))
    expect((await town.card('ami-alerts', imageId)).text).toContain('in 999999999999, ap-south-1')
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
      await town.put(sample(state))
      const word = `${state[0]?.toUpperCase()}${state.slice(1)}`
      const card = await town.card(channel, imageId)
      expect(`${card.text} ${card.replies?.map(reply => reply.text).join(' ')}`).toContain(word)
      expect(card.text).toContain(`${word}: ${imageId} in 012345678901`)
    }
    const alerts = await town.card('ami-alerts', imageId)
    expect(JSON.stringify(alerts)).not.toContain('Invalid Date')
  })
})

describe('EventBridge keeps no order and repeats itself', () => {
  test('the same event delivered again is no second mention', async () => {
    const { imageId } = await town.image({ state: 'disabled' })
    const event = envelopeOf(imageId, 'disabled')
    await town.put(event)
    const before = await town.card('ami-alerts', imageId)
    await town.put(event, event)
    expect(await town.card('ami-alerts', imageId)).toEqual(before)
  })

  test('the same event twice in one batch', async () => {
    const { imageId } = await town.image({ state: 'disabled' })
    const event = envelopeOf(imageId, 'disabled')
    await town.put(event, event, event)
    expect((await town.card('ami-alerts', imageId)).replies).toEqual([])
  })

  test('the bus itself repeats an event', async () => {
    town.fault({ service: 'eventbridge', call: 'PutEvents', error: 'duplicate' })
    const { imageId } = await town.image({ quiet: false })
    expect((await town.card('ami-ready', imageId)).replies).toEqual([])
  })

  test('an older event after a newer one: the card stays, the thread says what superseded it', async () => {
    const { imageId } = await town.image({ state: 'disabled' })
    await town.put(envelopeOf(imageId, 'disabled', { time: secondsAgo(10) }))
    await town.put(envelopeOf(imageId, 'available', { time: secondsAgo(300) }))
    expect((await town.card('ami-alerts', imageId)).text).toContain('🟡 Disabled')
    // Its own channel has no card, and gets none: the line stands in the thread of the card that is there.
    expect(await town.cards('ami-ready', imageId)).toEqual([])
    const thread = (await town.card('ami-alerts', imageId)).replies?.map(({ text }) => text)
    expect(thread).toEqual([expect.stringMatching(/🟢 Available .*superseded: 🟡 Disabled since/)])

    await town.put(envelopeOf(imageId, 'deregistered', { time: secondsAgo(400) }))
    const card = await town.card('ami-alerts', imageId)
    expect(card.text).toContain('🟡 Disabled')
    expect(card.replies?.at(-1)?.text).toContain('superseded: 🟡 Disabled since')
  })

  test('an event from before the deregistration does not bring the image back', async () => {
    const { imageId } = await town.image({ quiet: false })
    await town.change(imageId, 'deregister')
    await town.put(envelopeOf(imageId, 'available', { time: secondsAgo(60) }))
    const card = await town.card('ami-ready', imageId)
    expect(card.text).toContain('⚫ Deregistered')
    expect(buttonsOf(card)).toEqual(['history'])
  })

  test('two events within one second: what EC2 says now wins', async () => {
    const { imageId } = await town.image({ state: 'available' })
    const time = secondsAgo(5)
    await town.put(envelopeOf(imageId, 'available', { time }))
    await town.put(envelopeOf(imageId, 'disabled', { time }))
    expect((await town.card('ami-ready', imageId)).text).toContain('🟢 Available')
  })

  test('an event that comes out of an archive is marked as replayed', async () => {
    const { imageId } = await town.image()
    await town.put(envelopeOf(imageId, 'available', { 'replay-name': 'after-the-outage' }))
    expect((await town.card('ami-ready', imageId)).text).toContain('replayed from after-the-outage')
  })
})

describe('a bake of many images at once', () => {
  test('each of thirty is told, and EC2 is asked in few calls', async () => {
    // With room in Slack: each delivery that comes again looks again.
    await town.post('/slack', { rateLimits: 'off' })
    const images = await Promise.all(Array.from({ length: 30 }, () => town.image()))
    const before = town.moments('ec2', /^DescribeImages/).length
    await town.put(...images.map(({ imageId }) => envelopeOf(imageId, 'available')))
    const roots = (await town.roots('ami-ready')).map(message => message.text).join('\n')
    for (const { imageId } of images) expect(roots.split(`(${imageId})`)).toHaveLength(2)
    expect(town.moments('ec2', /^DescribeImages/).length - before).toBeLessThanOrEqual(15)
    await town.post('/slack', { rateLimits: 'strict' })
  })

  test('one of them is unknown to EC2: the facts of the others are shown', async () => {
    const known = await town.image({ name: 'known-among-unknown' })
    await town.put(envelopeOf('ami-0aaaaaaaaaaaaaaa3', 'available'), envelopeOf(known.imageId, 'available'))
    expect((await town.card('ami-ready', known.imageId)).text).toContain('known-among-unknown')
    await town.card('ami-ready', 'ami-0aaaaaaaaaaaaaaa3')
  })

  test('EC2 has trouble: the events are told without fresh facts', async () => {
    const { imageId } = await town.image()
    town.fault({ service: 'ec2', call: 'DescribeImages', error: 'UnauthorizedOperation' })
    await town.put(envelopeOf(imageId, 'available'))
    expect((await town.card('ami-ready', imageId)).text).toContain('🟢 Available')
  })
})

describe('hostile words from AWS', () => {
  const EVIL = '<!channel> <!here> <@U0MARIA> <!subteam^S0ONCALL> <https://evil.example|click> `x` *b* & '

  test('a reason of 100 KB mentions nobody, links nowhere and fits', async () => {
    const errorMessage = EVIL.repeat(Math.ceil(100_000 / EVIL.length))
    const { imageId } = await town.image({ fail: true })
    await town.put(envelopeOf(imageId, 'failed', { errorMessage }))
    const card = await town.card('ami-alerts', imageId)
    expect(mrkdwnOf(card)).not.toMatch(/<!(channel|here|everyone|subteam)|<@|<http/)
    expect(card.text).not.toMatch(/<!(channel|here|everyone|subteam)|<@|<http/)
    expect(card.text.length).toBeLessThanOrEqual(4000)
    expect(card.text).toContain('&lt;!channel&gt;')
  })

  test('a name, a description and tags of that kind', async () => {
    const { imageId } = await town.image({
      quiet: false,
      name: `${EVIL}\u202Eevil`.slice(0, 128),
      description: EVIL,
      tags: { [EVIL.slice(0, 120)]: EVIL, Team: '```<!everyone>```' },
    })
    const card = await town.card('ami-ready', imageId)
    expect(mrkdwnOf(card)).not.toMatch(/<!(channel|here|everyone|subteam)|<@|<http/)
    expect(card.text).not.toMatch(/<!(channel|here|everyone|subteam)|<@|<http/)
    expect(JSON.stringify(card)).not.toContain('\u202E')
    // The same words in the answers to questions.
    const answer = await town.ask('maria', `status ${imageId}`)
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
