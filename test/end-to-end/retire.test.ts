import { readFileSync } from 'node:fs'
import { press } from '../support/press.ts'
import { startInstance } from '../support/proposals.ts'
import { type Message, startWorld, type TestWorld, writeConfig } from '../support/world.ts'

/** An old build is retired on a date: its users are warned before it, and it is withdrawn afterwards, through the packaged functions. */

const CHANNEL = 'ami-ready'
const ALERTS = 'ami-alerts'
const STAGING = '345678901234'
const DAY = 24 * 60 * 60_000
const HOUR = 60 * 60_000

/** The sandbox's config, but that a second person approves a disabling. */
const configFile = writeConfig(
  readFileSync('sandbox/amiops.config.yml', 'utf8').replace(
    /\n {2}disable: .*/,
    '\n  disable: { roles: [operator], approval: { roles: [approver], channel: ami-alerts } }',
  ),
)

let world: TestWorld
let old: string
let newer: string

const storedOf = (imageId: string) => {
  const found = world.sandbox.ec2.fleet.images.find(({ image }) => image.ImageId === imageId)
  if (!found) throw new Error(`Expected an image ${imageId}.`)
  return found.image
}
const dayFromNow = (days: number): string =>
  new Date(world.sandbox.clock.nowMs() + days * DAY).toISOString().slice(0, 10)
const schedule = async (): Promise<void> => {
  await world.post('/functions/schedule')
  await world.idle()
}
const warnings = async (channel = CHANNEL): Promise<Message[]> =>
  (await world.roots(channel)).filter(({ text }) => text.startsWith('⏳') && text.includes('deprecated'))
const lastIn = async (channel: string, fits: (message: Message) => boolean): Promise<Message> => {
  const found = (await world.roots(channel)).findLast(fits)
  if (!found) throw new Error(`Expected a message in ${channel}.`)
  return found
}

beforeAll(async () => {
  world = await startWorld({ configFile, slack: { rateLimits: 'off' } })
  old = (await world.image({ name: 'payments-base-2026-09-01', quiet: false })).imageId
  newer = (await world.image({ name: 'payments-base-2026-10-01', quiet: false })).imageId
  startInstance(world, old, 'checkout')
  await world.change(old, 'share', { account: STAGING })
  await schedule()
})
afterAll(() => world.close())

test('retired on a date, warned of 30, 7 and 1 days before and on the day, then disabled by an approved plan', async () => {
  // Retire…: who is affected, then the date and the successor.
  const form = await world.openForm('maria', CHANNEL, old, 'retire')
  expect(form.text).toMatch(/This account no longer finds it: `345678901234` \(staging\)/)
  expect(form.text).toContain('instance `checkout (')
  await world.submit('maria', {
    date: { date: dayFromNow(40) },
    successor: { successor: newer },
    purpose: { purpose: 'replaced by October' },
  })
  const date = storedOf(old).DeprecationTime
  expect(date).toBe(`${dayFromNow(40)}T00:00:00.000Z`)
  const card = await world.card(CHANNEL, old)
  expect(card.text).toMatch(/Deprecated from .* successor `payments-base-2026-10-01`/)
  expect(card.text).toContain('verified with EC2')

  // Warnings.
  const daysLeft = (): number => (Date.parse(date ?? '') - world.sandbox.clock.nowMs()) / DAY
  const seen: [days: number, warnings: number][] = []
  for (const days of [31, 29, 8, 6.5, 2, 0.5, -0.5]) {
    await world.advance(Math.round((daysLeft() - days) * DAY))
    await schedule()
    await schedule()
    seen.push([days, (await warnings()).length])
  }
  expect(seen).toEqual([
    [31, 0],
    [29, 1],
    [8, 1],
    [6.5, 2],
    [2, 2],
    [0.5, 3],
    [-0.5, 4],
  ])
  const [first] = await warnings()
  expect(first?.text).toMatch(/<!subteam\^S0OPERATORS>.*An image will be deprecated in 29 days/)
  expect(first?.text).toContain('use `payments-base-2026-10-01`')
  expect(first?.text).toContain('Run by 1 instance: no owner tag (1)')

  // The family's rule: 14 days later it is still used, which its owners are told.
  await world.advance(14 * DAY + HOUR)
  await schedule()
  const needed = await lastIn(CHANNEL, ({ text }) => text.includes('still needed'))
  expect(needed.text).toMatch(
    /1 retired image of payments-base is still needed.*in use: payments-base-2026-09-01/,
  )
  // Once nothing uses it, amiops suggests to disable it; nothing happens without people.
  world.sandbox.ec2.fleet.instances = world.sandbox.ec2.fleet.instances.filter(
    ({ instance }) => instance.ImageId !== old,
  )
  await world.advance(7 * HOUR)
  await schedule()
  const suggestion = await lastIn(CHANNEL, ({ text }) => text.includes('Retired images of payments-base'))
  expect(suggestion.text).toContain('deprecated since')
  expect(storedOf(old).State).toBe('available')
  await press(world, 'maria', suggestion, CHANNEL, 'suggested-all')
  await world.submitPlan('maria', 'retired')
  const asked = await lastIn(ALERTS, ({ metadata }) => metadata?.event_type === 'amiops_plan')
  await press(world, 'alex', asked, ALERTS, 'plan-approve')
  await world.advance(5 * 60_000)
  expect(storedOf(old).State).toBe('disabled')
  expect(storedOf(newer).State).toBe('available')
})

test('somebody sets the date of another build outside amiops: its channel hears it with the name', async () => {
  const stored = world.sandbox.ec2.fleet.images.find(({ image }) => image.ImageId === newer)
  if (!stored) throw new Error('Expected the newer build.')
  const DeprecateAt = `${dayFromNow(90)}T00:00:00Z`
  world.sandbox.ec2.call(stored, 'EnableImageDeprecation', { ImageId: newer, DeprecateAt })
  await world.advance(60_000)
  await world.idle()
  const heard = await lastIn(CHANNEL, ({ text }) => text.includes('outside amiops'))
  expect(heard.text).toMatch(/payments-base-2026-10-01.*is deprecated from.*Changed by/)
  expect((await world.cards(CHANNEL, newer))[0]?.text).toContain('Deprecated from')
})
