import type { ScanNews } from '../../../src/domain/scan-news.ts'
import type { ImageFinding } from '../../../src/domain/scan-results.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { receiveScanNews } from '../../../src/flows/findings/receive-scan-news.ts'
import { readImage } from '../../../src/stored/change-image.ts'
import { aliasWorld, build, DEV, US } from '../../support/aliases.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { MINUTE } from '../../support/memory/world.ts'

const critical = (title: string): ImageFinding => ({ title, severity: 'critical', hasFix: true, score: 9.8 })
const HIGH: ImageFinding = { title: 'CVE-2026-9 - vim', severity: 'high', hasFix: false }

const findingsWorld = () => {
  const world = aliasWorld()
  const { clock, messenger } = world
  let count = 0
  const news = (more: Partial<ScanNews> = {}): ScanNews => ({
    account: US.account,
    region: US.region,
    id: `inspector/${++count}`,
    atMs: clock.nowMs(),
    imageIds: [build(1).imageId],
    detailType: 'Inspector2 OnDemand Scan Complete',
    ...more,
  })
  return {
    ...world,
    news,
    announce: () => announce(world.needs, [world.event('available', build(1))]),
    receive: async (...list: readonly ScanNews[]) => {
      const outcomes = await receiveScanNews(world.needs, list)
      return list.map(({ id }) => outcomes.get(id)?.kind)
    },
    /** EC2 shows a scan that is over now. */
    scan(findings: readonly ImageFinding[], number = 1) {
      world.put(number, {
        scan: {
          scannedAtMs: clock.nowMs(),
          highest: findings.some(({ severity }) => severity === 'critical') ? 'critical' : 'high',
          fixSinceMs: {},
        },
      })
      world.findings.set(build(number), { known: true, value: { findings } })
    },
    alerts: () =>
      messenger
        .posts('ami-ready')
        .map(({ message }) => message.text)
        .filter(text => /new critical finding/.test(text)),
    card: () =>
      messenger
        .posts('ami-ready')
        .map(({ message }) => message.text)
        .find(text => /^🟢 Available/.test(text)) ?? '',
  }
}

describe('an event of Amazon Inspector', () => {
  test('renews the card of the image; no alias names it, so nothing is announced', async () => {
    const world = findingsWorld()
    await world.announce()
    expect(world.card()).not.toContain('critical')
    world.scan([critical('CVE-2026-1 - openssl'), HIGH])
    expect(await world.receive(world.news())).toEqual(['done'])
    expect(world.card()).toMatch(/1 critical, no fix available · 1 high/)
    expect(world.alerts()).toEqual([])
  })

  test('that EC2 does not show yet comes again', async () => {
    const world = findingsWorld()
    const news = world.news()
    expect(await world.receive(news)).toEqual(['again'])
    world.scan([HIGH])
    expect(await world.receive(news)).toEqual(['done'])
    expect(await world.receive(news)).toEqual(['done'])
  })

  test('of an image that is in no record and that no alias names leaves nothing', async () => {
    const world = findingsWorld()
    world.scan([HIGH])
    expect(await world.receive(world.news())).toEqual(['done'])
    expect((await readImage(world.ledger, build(1))).version).toBe(0)
  })

  test('that names no image is logged once a day; one of another account is dropped', async () => {
    const world = findingsWorld()
    expect(
      await world.receive(
        world.news({ imageIds: [] }),
        world.news({ imageIds: [] }),
        world.news({ account: '999999999999' }),
      ),
    ).toEqual(['done', 'done', 'done'])
    expect(
      await world.ledger.takeLease(
        'inspector/Inspector2 OnDemand Scan Complete',
        world.clock.nowMs(),
        1,
        'me',
      ),
    ).toBe(false)
  })

  test('while AWS throttles comes again; a missing permission does not stop it', async () => {
    const world = findingsWorld()
    await world.announce()
    world.scan([HIGH])
    world.findings.set(build(1), { known: false, why: 'RequestLimitExceeded: AWS throttles' })
    const news = world.news()
    expect(await world.receive(news)).toEqual(['again'])
    world.findings.set(build(1), {
      known: false,
      why: 'amiops lacks ec2:GetImageFindings in production: permission x is missing',
    })
    expect(await world.receive(news)).toEqual(['done'])
    expect(world.card()).toMatch(/count unknown: amiops lacks ec2:GetImageFindings/)
  })
})

describe('an image that an alias names', () => {
  const named = async () => {
    const world = findingsWorld()
    world.aliases.set(US, DEV, build(1).imageId)
    await reconcile(world.needs)
    return world
  }

  test('its new critical findings are announced once, in the family’s channel', async () => {
    const world = await named()
    world.scan([critical('CVE-2026-1 - openssl'), HIGH])
    const events = [world.news(), world.news({ detailType: 'OnDemand AMI Scan Findings' })]
    expect(await world.receive(...events)).toEqual(['done', 'done'])
    await world.receive(...events, world.news())
    expect(world.alerts()).toHaveLength(1)
    expect(world.alerts()[0]).toMatch(
      /1 new critical finding in `web-1`.*dev of web names it.*CVE-2026-1 - openssl/s,
    )
    // Another scan finds the same, and one more.
    world.clock.advance(60 * MINUTE)
    world.scan([critical('CVE-2026-1 - openssl'), critical('CVE-2026-2 - glibc')])
    await world.receive(world.news())
    expect(world.alerts()).toHaveLength(2)
    expect(world.alerts()[1]).toMatch(/CVE-2026-2/)
    expect(world.alerts()[1]).not.toMatch(/CVE-2026-1 /)
    world.clock.advance(60 * MINUTE)
    world.scan([critical('CVE-2026-2 - glibc')])
    await world.receive(world.news())
    expect(world.alerts()).toHaveLength(2)
  })

  test('a scan whose event was lost is found by reconciliation, and announced once', async () => {
    const world = await named()
    world.scan([critical('CVE-2026-1 - openssl')])
    for (let run = 0; run < 12; run++) {
      world.clock.advance(5 * MINUTE)
      await reconcile(world.needs)
    }
    expect(world.alerts()).toHaveLength(1)
    await world.receive(world.news())
    expect(world.alerts()).toHaveLength(1)
  })

  test('while Slack has no room it comes again, and is announced', async () => {
    const world = await named()
    world.scan([critical('CVE-2026-1 - openssl')])
    const news = world.news()
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 30 })
    expect(await world.receive(news)).toEqual(['again'])
    world.messenger.answerWith()
    world.clock.advance(2 * MINUTE)
    await world.receive(news)
    expect(world.alerts()).toHaveLength(1)
  })
})
