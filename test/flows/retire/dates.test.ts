import type { CloudTrailCall } from '../../../src/domain/cloud-trail-call.ts'
import type { FleetUse } from '../../../src/domain/fleet-use.ts'
import { type ImageRef, imageKey } from '../../../src/domain/image.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { attribute } from '../../../src/flows/attribute/attribute.ts'
import { warnOfDates } from '../../../src/flows/retire/warn-of-dates.ts'
import { everyFailurePoint } from '../../support/inject-failure.ts'
import { type AskedWorld, runSchedule, worldWith } from '../../support/memory/asking.ts'
import { CONFIG, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** Deprecation dates: changed outside amiops, and warned of before they come. */

const DAY = 24 * 60 * MINUTE
const OTHER = { ...IMAGE, imageId: 'ami-0fedcba9876543210' }
const PRINCIPAL = { kind: 'role', name: 'deployer', userAgent: 'Terraform/1.9' } as const

const families = { web: { name: ['web-*'], owner: 'S0WEB', channel: 'ami-ready' } }
const fleet = { ownerTags: ['Team'], ownerChannels: { payments: 'ami-alerts' } }

const dated = async (daysAhead: number | undefined, more: object = {}) => {
  const w = worldWith({}, { families, fleet, channels: { ...CONFIG.channels, audit: 'ami-audit' }, ...more })
  put(w, daysAhead)
  await announce(w.needs, [w.event('available')])
  await runSchedule(w, 1)
  return w
}
const put = (w: AskedWorld, daysAhead: number | undefined, image: ImageRef = IMAGE): void =>
  w.images.put(image, {
    state: 'available',
    name: image === IMAGE ? 'web-1' : 'web-2',
    tags: {},
    snapshots: [],
    createdAtMs: 0,
    ...(daysAhead !== undefined && { deprecatedAtMs: w.clock.nowMs() + daysAhead * DAY }),
  })
const use = (more: Partial<FleetUse>): FleetUse => ({
  account: IMAGE.account,
  region: IMAGE.region,
  instanceId: 'i-1',
  state: 'running',
  tags: {},
  image: { imageId: IMAGE.imageId },
  ...more,
})
const texts = (w: AskedWorld, channel: string): string[] =>
  w.messenger
    .posts(channel)
    .flatMap(({ message, replies }) => [message.text, ...replies.map(one => one.message.text)])
const warnings = (w: AskedWorld, channel = 'ami-ready'): string[] =>
  texts(w, channel).filter(text => /⏳/.test(text))
const changes = (w: AskedWorld, channel = 'ami-ready'): string[] =>
  texts(w, channel).filter(text => /outside amiops/.test(text))
const call = (w: AskedWorld, more: Partial<CloudTrailCall> = {}): CloudTrailCall => ({
  ...IMAGE,
  id: 'call/1',
  call: 'EnableImageDeprecation',
  atMs: w.clock.nowMs(),
  principal: PRINCIPAL,
  requestId: 'ec2-1',
  ...more,
})
/** The schedule runs once so many days later. */
const after = async (w: AskedWorld, days: number): Promise<void> => {
  w.clock.advance(days * DAY)
  await runSchedule(w, 1)
}

test('what has a date at the first scan is known, and not announced', async () => {
  const w = await dated(100)
  await runSchedule(w, 3)
  expect(texts(w, 'ami-ready').filter(text => /deprecat/i.test(text) && !/Buttons/.test(text))).toEqual([])
})

test('a date that somebody sets is announced by CloudTrail’s call, with who did it, once', async () => {
  const w = await dated(undefined)
  put(w, 60)
  await attribute(w.needs, [call(w)])
  await attribute(w.needs, [call(w)])
  await runSchedule(w, 4)
  expect(changes(w)).toHaveLength(1)
  expect(changes(w)[0]).toMatch(
    /`web-1`.* is deprecated from .*Changed by role `deployer` with Terraform outside amiops/s,
  )
  expect(changes(w, 'ami-audit')).toHaveLength(1)
  expect(w.messenger.posts('ami-ready')[0]?.message.text).toContain('Deprecated from')
})

test('what a pipeline sets on the day of the build is known, warned of, and not announced', async () => {
  const w = await dated(undefined)
  w.images.put(IMAGE, {
    state: 'available',
    name: 'web-1',
    tags: {},
    snapshots: [],
    createdAtMs: w.clock.nowMs(),
    deprecatedAtMs: w.clock.nowMs() + 60 * DAY,
  })
  await attribute(w.needs, [call(w)])
  await runSchedule(w, 4)
  expect(changes(w)).toEqual([])
  await after(w, 31)
  expect(warnings(w)).toHaveLength(1)
})

test('without a call the scan announces it after five minutes, and a late call names who did it', async () => {
  const w = await dated(undefined)
  put(w, 60)
  await runSchedule(w, 1)
  expect(changes(w)).toEqual([])
  const call2 = call(w)
  await runSchedule(w, 2)
  expect(changes(w)).toHaveLength(1)
  expect(changes(w)[0]).toContain('detected by reconciliation')
  await attribute(w.needs, [call2])
  expect(changes(w)).toHaveLength(1)
  expect(changes(w)[0]).toContain('role `deployer`')
  expect(changes(w, 'ami-audit')[0]).toContain('role `deployer`')
})

test('changed again, and removed: each is announced, the later ones in the thread of the first', async () => {
  const w = await dated(undefined)
  for (const [at, days] of [60, 50, undefined].entries()) {
    put(w, days)
    await attribute(w.needs, [call(w, { id: `call/${at}` })])
  }
  expect(changes(w)).toHaveLength(3)
  expect(changes(w)[1]).toMatch(/is deprecated from .* \(was /)
  expect(changes(w)[2]).toContain('is not deprecated any more')
  expect(
    w.messenger.posts('ami-ready').filter(({ message }) => /outside amiops/.test(message.text)),
  ).toHaveLength(1)
})

test('owners and users are warned 30, 7 and 1 days before and on the day, each once', async () => {
  const w = await dated(40)
  w.instances.put(
    use({ instanceId: 'i-1', tags: { Team: 'payments' } }),
    use({ instanceId: 'i-2', tags: { Team: 'payments' } }),
    use({ instanceId: 'i-3', tags: { Team: 'search' } }),
    use({ instanceId: 'i-4', image: { imageId: 'ami-0other' }, tags: { Team: 'payments' } }),
  )
  const counts: number[] = []
  for (const days of [5, 5, 5, 18, 1, 5, 1, 1, 5]) {
    await after(w, days)
    await runSchedule(w, 1)
    counts.push(warnings(w).length)
  }
  expect(counts).toEqual([0, 1, 1, 2, 2, 3, 4, 4, 4])
  expect(warnings(w)[0]).toMatch(/<!subteam\^S0WEB>.*deprecated in 30 days.*no successor is named/s)
  expect(warnings(w)[0]).toMatch(/Run by 3 instances: payments \(2\), search \(1\)/)
  expect(warnings(w)[3]).toMatch(/An image is deprecated now.*Deprecated since/s)
  expect(warnings(w, 'ami-alerts')).toHaveLength(4)
  expect(warnings(w, 'ami-alerts')[0]).toMatch(/Run by 2 instances: payments \(2\)/)
  expect(warnings(w, 'ami-alerts')[0]).not.toContain('subteam')
})

test('after an outage the last warning that was missed is sent, once, with the days that are left', async () => {
  const w = await dated(40)
  await after(w, 35)
  await runSchedule(w, 2)
  expect(warnings(w)).toHaveLength(1)
  expect(warnings(w)[0]).toContain('deprecated in 5 days')
})

test('another date is warned of again, a removed one no longer', async () => {
  const w = await dated(40)
  await after(w, 10)
  expect(warnings(w)).toHaveLength(1)
  put(w, 20)
  await attribute(w.needs, [call(w)])
  await runSchedule(w, 1)
  expect(warnings(w)).toHaveLength(2)
  put(w, undefined)
  await attribute(w.needs, [call(w, { id: 'call/2', call: 'DisableImageDeprecation' })])
  await after(w, 20)
  await after(w, 1)
  expect(warnings(w)).toHaveLength(2)
})

test('an image that is gone is no longer warned of', async () => {
  const w = await dated(40)
  w.images.remove(IMAGE)
  await after(w, 15)
  await after(w, 20)
  expect(warnings(w)).toEqual([])
})

test('many images of a channel are one warning', async () => {
  const w = await dated(40)
  put(w, 40, OTHER)
  await runSchedule(w, 1)
  await after(w, 11)
  expect(warnings(w)).toHaveLength(1)
  expect(warnings(w)[0]).toMatch(/2 images will be deprecated soon.*web-1.*web-2/s)
})

test('who runs it in an account is warned in the channel of the account; a place that does not answer is named', async () => {
  const lab = { id: '345678901234', alias: 'lab', regions: [IMAGE.region], channel: 'ami-audit' }
  const other = { id: '456789012345', regions: [IMAGE.region] }
  const w = await dated(40, { accounts: [...CONFIG.accounts, lab, other] })
  w.instances.put(use({ account: lab.id }))
  w.instances.refuse(other.id, new Error('AccessDenied'))
  await after(w, 11)
  expect(warnings(w)).toEqual([])
  await runSchedule(w, 12)
  expect(warnings(w, 'ami-audit')).toHaveLength(1)
  expect(warnings(w)[0]).toMatch(/no owner tag \(1\).*could not be listed in 456789012345/s)
})

test('wherever a run ends, everybody is warned once', async () => {
  const prepare = async () => {
    const w = await dated(40)
    w.instances.put(use({ tags: { Team: 'payments' } }))
    w.clock.advance(11 * DAY)
    return w
  }
  const first = await prepare()
  const { injection, needs } = first.inject()
  await warnOfDates({ ...needs, config: first.config }, Number.POSITIVE_INFINITY)
  expect(warnings(first)).toHaveLength(1)
  for (const point of everyFailurePoint(injection.called.length)) {
    const w = await prepare()
    await warnOfDates({ ...w.inject(point).needs, config: w.config }, Number.POSITIVE_INFINITY).catch(
      () => {},
    )
    for (let run = 0; run < 3; run++) {
      w.clock.advance(5 * MINUTE)
      await warnOfDates(w.needs, Number.POSITIVE_INFINITY)
    }
    const what = `${imageKey(IMAGE)} ${JSON.stringify(point)}`
    expect([what, warnings(w).length, warnings(w, 'ami-alerts').length]).toEqual([what, 1, 1])
  }
})

test('in a channel that has muted the family, a change waits for the end of the mute; before it, and in the audit channel, it is posted', async () => {
  const w = await dated(undefined, { mute: { roles: ['operator'] } })
  const mute = {
    id: 'mute-1',
    version: 0,
    channelId: 'C0READY',
    channelName: 'ami-ready',
    on: { kind: 'family' as const, family: 'web' },
    by: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
    atMs: w.clock.nowMs(),
    untilMs: w.clock.nowMs() + DAY,
  }
  await w.ledger.saveMute(mute)
  w.clock.advance(MINUTE)
  put(w, 60)
  for (let delivered = 0; delivered < 2; delivered++) await attribute(w.needs, [call(w)])
  expect(changes(w)).toEqual([])
  expect(changes(w, 'ami-audit')).toHaveLength(1)
  expect(await w.ledger.readMutedChanges('mute-1')).toMatchObject([
    {
      what: 'deprecation date changed',
      family: 'web',
      line: expect.stringMatching(/`web-1`.* is deprecated from/),
    },
  ])
  w.clock.advance(2 * DAY)
  put(w, 90)
  await attribute(w.needs, [call(w, { id: 'call/2', requestId: 'ec2-2' })])
  expect(changes(w)).toHaveLength(1)
})
