import { readFileSync } from 'node:fs'
import { press } from '../support/press.ts'
import { type Message, startWorld, type TestWorld, writeConfig } from '../support/world.ts'

/** Old images from the suggestion to the Recycle Bin: one is kept, the other is disabled, then deregistered, through the packaged functions. */

const CHANNEL = 'ami-ready'
const ALERTS = 'ami-alerts'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const configFile = writeConfig(
  readFileSync('sandbox/amiops.config.yml', 'utf8').replace(
    'disableAfterDays: 90, deregisterAfterDays: 30, keepNewest: 1',
    'disableAfterDays: 90, deregisterAfterDays: 8, keepNewest: 1',
  ),
)

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ fleet: 'demo', configFile, slack: { rateLimits: 'off' } })
})
afterAll(() => world.close())

const indexers = (): { imageId: string; state: string | undefined }[] =>
  world.sandbox.ec2.fleet.images
    .filter(({ image }) => image.Name?.startsWith('search-indexer'))
    .sort((a, b) => (b.image.CreationDate ?? '').localeCompare(a.image.CreationDate ?? ''))
    .map(({ image }) => ({ imageId: image.ImageId ?? '', state: image.State }))
/** Days pass; the schedule runs once in each. */
const pass = async (days: number): Promise<void> => {
  for (let day = 0; day < days; day++) {
    await world.advance(DAY)
    await world.post('/functions/schedule')
    await world.idle()
  }
}
const lastOf = async (fits: (message: Message) => boolean, channel = CHANNEL): Promise<Message> => {
  const found = (await world.roots(channel)).findLast(fits)
  if (!found) throw new Error(`Expected a message in ${channel}.`)
  return found
}
const isSuggestion = ({ metadata }: Message): boolean => metadata?.event_type === 'amiops_suggestion'
const take = async (channel: string, purpose: string): Promise<void> => {
  await press(world, 'maria', await lastOf(isSuggestion, channel), channel, 'suggested-all')
  await world.submitPlan('maria', purpose)
}

test('suggested, one kept, the other disabled by a plan, its owners warned, then deregistered by a second plan', async () => {
  const [newest, old, older] = indexers().map(({ imageId }) => imageId)
  await world.post('/functions/schedule')
  await world.idle()
  const kept = await world.ask('maria', `keep ${older} for 365d`)
  expect(kept.text).toMatch(/is kept from clean-up until \d{4}-\d{2}-\d{2}\. Its tag `amiops:keep-until`/)
  const answer = await world.ask('maria', 'cleanup search-indexer')
  expect(answer.text).toMatch(/disable 1 image\. .*somebody keeps it: search-indexer/)
  expect(indexers().map(({ state }) => state)).toEqual(['available', 'available', 'available'])

  await take(CHANNEL, 'nobody needs it')
  await world.advance(5 * MINUTE)
  expect(indexers()).toEqual([
    { imageId: newest, state: 'available' },
    { imageId: old, state: 'disabled' },
    { imageId: older, state: 'available' },
  ])

  await pass(10)
  const warning = await lastOf(({ metadata }) => metadata?.event_type === 'amiops_warning', ALERTS)
  expect(warning.text).toMatch(/1 disabled image may be deregistered after .* `search-indexer-/)
  expect((await world.roots(ALERTS)).filter(isSuggestion)).toEqual([])
  await pass(12)
  await take(ALERTS, 'disabled for weeks')
  await world.advance(MINUTE)
  const asked = await lastOf(({ metadata }) => metadata?.event_type === 'amiops_plan', ALERTS)
  await press(world, 'alex', asked, ALERTS, 'plan-approve')
  await world.advance(5 * MINUTE)
  expect(indexers()).toEqual([
    { imageId: newest, state: 'available' },
    { imageId: old, state: 'deregistered' },
    { imageId: older, state: 'available' },
  ])
})
