import { announce } from '../../../src/flows/announce/announce.ts'
import { receiveScanNews } from '../../../src/flows/findings/receive-scan-news.ts'
import { serve } from '../../../src/flows/serve.ts'
import { readImage } from '../../../src/stored/change-image.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** A person has Amazon Inspector scan an image. */

const scanWorld = async () => {
  const world = createMemoryWorld({
    ...CONFIG,
    actions: { ...CONFIG.actions, scan: { roles: ['operator'] } },
  })
  await announce(world.needs, [world.event('available')])
  const click = (userId = 'U0MARIA', key = 'click-1') =>
    serve(world.needs, {
      kind: 'change',
      action: 'scan',
      key,
      image: IMAGE,
      person: { userId, workspaceId: 'T0SANDBOX' },
      place: { channelId: 'C0READY', isPrivate: false },
      workspaceId: 'T0SANDBOX',
      askedAtMs: world.clock.nowMs(),
      appId: '',
    })
  return {
    ...world,
    click,
    card: () => world.messenger.posts('ami-ready')[0]?.message.text ?? '',
    record: () => readImage(world.ledger, IMAGE),
    show: () =>
      world.images.put(IMAGE, {
        state: 'available',
        name: 'web-1',
        tags: {},
        snapshots: [],
        scan: { scannedAtMs: world.clock.nowMs(), fixSinceMs: {} },
      }),
    news: (failed?: string) =>
      receiveScanNews(world.needs, [
        {
          ...IMAGE,
          id: 'inspector/1',
          atMs: world.clock.nowMs(),
          imageIds: [IMAGE.imageId],
          detailType: 'Inspector2 OnDemand Scan Complete',
          ...(failed !== undefined && { failed }),
        },
      ]),
  }
}

test('a click starts it; its card says so, and is free for other changes; the event ends it', async () => {
  const world = await scanWorld()
  expect(world.card()).toContain('Buttons: Disable, Deregister, Scan')
  await world.click()
  expect(world.images.changed).toEqual([`StartOnDemandScan ${IMAGE.imageId}`])
  expect(world.card()).toMatch(/Sent to Amazon Inspector by .*confirmed by AWS/)
  expect(world.card()).toMatch(/⏳ Amazon Inspector is scanning it · started by/)
  expect(world.card()).toMatch(/Buttons: Disable, Deregister$/)
  world.clock.advance(30 * MINUTE)
  world.show()
  await world.news()
  expect(world.card()).toMatch(/🛡️ Amazon Inspector found nothing/)
  expect(world.card()).not.toMatch(/is scanning it/)
  expect(world.card()).toContain('Scan')
})

test('without the role nothing is started', async () => {
  const world = await scanWorld()
  await world.click('U0SAM')
  expect(world.images.changed).toEqual([])
  expect((await world.record()).scanning).toBeUndefined()
})

test('a scan that failed says why', async () => {
  const world = await scanWorld()
  await world.click()
  await world.news('UNSUPPORTED_OS')
  expect(world.card()).toMatch(/⚠️ The scan by Amazon Inspector failed: UNSUPPORTED_OS/)
})

test('its event was lost: reconciliation shows the result, or gives up after a day', async () => {
  const [found, lost] = [await scanWorld(), await scanWorld()]
  await found.click()
  found.clock.advance(20 * MINUTE)
  found.show()
  await reconcile(found.needs)
  expect(found.card()).not.toMatch(/is scanning it/)
  await lost.click()
  lost.clock.advance(20 * MINUTE)
  await reconcile(lost.needs)
  expect(lost.card()).toMatch(/is scanning it/)
  lost.clock.advance(24 * 60 * MINUTE)
  await reconcile(lost.needs)
  expect(lost.card()).toMatch(/failed: no result within 24 hours/)
})

test.each([
  [{ kind: 'refused' as const, code: 'ConflictException', message: 'busy' }, /already in progress/],
  [
    { kind: 'refused' as const, code: 'HTTP 404', message: 'no' },
    /refused the scan \(HTTP 404\).*in the EC2 console/,
  ],
])('Amazon Inspector answers %j', async (answer, words) => {
  const world = await scanWorld()
  world.images.answerNext(answer)
  await world.click()
  expect(world.card()).toMatch(words)
  expect((await world.record()).scanning).toBeUndefined()
})

test('an answer that was lost: nothing is started again; without a result it is given up', async () => {
  const world = await scanWorld()
  world.images.answerNext({ kind: 'unknown', reason: 'TimeoutError' }, true)
  await world.click()
  world.clock.advance(3 * MINUTE)
  await reconcile(world.needs)
  world.clock.advance(5 * MINUTE)
  await reconcile(world.needs)
  expect(world.images.changed).toHaveLength(1)
  expect(world.card()).toMatch(/answer was lost: a scan may be under way/)
})
