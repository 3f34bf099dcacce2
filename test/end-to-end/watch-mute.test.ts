import { startWorld, type TestWorld } from '../support/world.ts'

/** A watched family reaches a direct message, and a mute ends by itself: through the packaged functions, on a clock that is moved. */

const HOUR = 60 * 60_000

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ schedules: true })
})
afterAll(() => world.close())

const texts = async (): Promise<string[]> => (await world.roots('ami-ready')).map(({ text }) => text)
/** Of the family, as direct messages to maria. */
const direct = async (): Promise<string[]> =>
  (await world.privateOf('maria'))
    .map(({ text }) => text)
    .filter(text => text.includes('You watch `payments-base`'))

test('maria watches a family and mutes it in a channel for two hours', async () => {
  await world.ask('maria', 'watch payments-base', 'ami-ready')
  const { text: refused } = await world.ask('sam', 'mute payments-base 2h', 'ami-ready')
  expect(refused).toContain('You don’t have permission to mute')
  await world.ask('maria', 'mute payments-base 2h migration', 'ami-ready')
  const before = await texts()
  expect(before.at(-1)).toMatch(
    /^🔕 `payments-base` is muted in this channel until .* by @maria\. Reason: migration/,
  )

  await world.image({ quiet: false, name: 'payments-base-2026.11.30' })
  await world.advance(60_000)
  expect(await texts()).toEqual(before)
  expect(await direct()).toEqual([
    expect.stringContaining('`payments-base-2026.11.30` in production us-east-1'),
  ])

  await world.advance(2 * HOUR + HOUR / 4)
  const [muted, ended, ...others] = (await texts()).slice(before.length - 1)
  expect(others).toEqual([])
  expect(muted).toContain('was muted in this channel until')
  expect(ended).toBe('🔔 The mute of `payments-base` ended; 1 change happened meanwhile')
  const [end] = (await world.roots('ami-ready')).slice(-1)
  await world.click('alex', { channel: 'ami-ready', ts: end?.ts ?? '', action_id: 'command-1' })
  expect((await world.privateOf('alex')).at(-1)?.text).toContain('1 change while it was muted')
  expect(await direct()).toHaveLength(1)
})
