import { receiveAliasNews } from '../../../src/flows/aliases/receive-alias-news.ts'
import { history } from '../../../src/flows/answer/history.ts'
import { receive } from '../../../src/flows/receive.ts'
import { build, PROD, US } from '../../support/aliases.ts'
import { createMemoryMetrics } from '../../support/memory/metrics.ts'
import { MINUTE } from '../../support/memory/world.ts'
import { outsideWorld, PLACE } from './world.ts'

test('Parameter Store does not answer in a place: it is waited for once in a batch', async () => {
  const world = outsideWorld()
  let asked = 0
  world.aliases.read = async () => {
    asked++
    const cause = Object.assign(new Error('The operation was aborted.'), { name: 'TimeoutError' })
    throw new Error('AWS gave no answer in time', { cause })
  }
  const news = Array.from({ length: 20 }, () => world.changed())
  const needs = { ...world.needs, metrics: createMemoryMetrics() }
  const outcomes = await receive(needs, [], [], [], news)
  expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(Array(20).fill('again'))
  expect(asked).toBe(1)
})

describe('somebody sets an alias outside of amiops', () => {
  test('it is announced with what it names now and named before, and by whom', async () => {
    const world = outsideWorld()
    world.set(1)
    await world.receive(world.changed())
    world.clock.advance(MINUTE)
    world.set(2)
    await world.receive(world.changed())
    const [first, second] = world.cards()
    expect(first).toMatch(
      /^📌 prod of web in production us-east-1 was changed outside amiops: it now names `web-1` \(`ami-10+1`\)\. By role `terraform` \(session `run-42`\) · parameter version 1/,
    )
    expect(second).toMatch(/it now names `web-2` \(`ami-10+2`\); Before: `web-1` \(`ami-10+1`\)\. By role/)
    expect(world.cards()).toHaveLength(2)
    expect(world.audit()).toHaveLength(2)
    expect((await world.entries())[0]).toEqual({
      ...PLACE,
      id: 'outside/v2',
      atMs: world.clock.nowMs(),
      change: 'outside',
      outcome: 'confirmed',
      to: { imageId: build(2).imageId, name: 'web-2' },
      from: { imageId: build(1).imageId, name: 'web-1' },
      version: 2,
      principal: { kind: 'role', name: 'terraform', session: 'run-42' },
    })
    expect((await history(world, build(1))).text).toMatch(
      /No longer prod\* of web in 1 place by role `terraform` \(session `run-42`\) with the API outside amiops.*Became prod\* of web in 1 place/,
    )
  })

  test('in the channel of its family; in the fallback channel where that one is not reached', async () => {
    const world = outsideWorld()
    const web = world.config.families.web
    const needs = {
      ...world.needs,
      config: { ...world.config, families: { web: { ...web, channel: 'gone' } } },
    }
    world.set(1)
    await receiveAliasNews(needs, [world.changed()])
    expect(world.cards()).toEqual([])
    const [alert] = world.messenger.posts('ami-alerts')
    expect(alert?.message.text).toMatch(/prod of web.*Meant for #gone/)
  })

  test.each([
    ['a long text', 'x'.repeat(4_096), /set to `x{100}` in/],
    ['marks of Slack’s', '`<!channel>\n*free*', /set to `[^`]*&lt;!channel&gt; \*free\*`/],
  ])('in a session of the actor role, to %s: an alert all the same', async (_what, value, words) => {
    const world = outsideWorld()
    const { readImages } = world.ledger
    // As DynamoDB, whose keys are of 2,048 bytes.
    world.needs.ledger.readImages = async images => {
      if (images.some(({ imageId }) => imageId.length > 1_000)) throw new Error('ValidationException')
      return readImages(images)
    }
    const by = 'arn:aws:sts::123456789012:assumed-role/amiops-production-actor/amiops-x'
    world.aliases.set(US, PROD, value, { by })
    await world.receive(world.changed())
    const [alert] = world.messenger.posts('ami-alerts')
    expect(alert?.message.text).toMatch(words)
  })

  test('in a session of the actor role, which no request explains: the channel of failures hears of it, once', async () => {
    const world = outsideWorld()
    const by = 'arn:aws:sts::123456789012:assumed-role/amiops-production-actor/amiops-x'
    world.aliases.set(US, PROD, build(1).imageId, { by })
    const news = world.changed()
    await world.receive(news)
    await world.receive(news, world.changed())
    expect(world.messenger.posts('ami-alerts').map(({ message }) => message.text)).toEqual([
      expect.stringMatching(
        /🚨 Unexplained change in a session of amiops’s actor role: `PutParameter` · `\/golden\/web\/prod` set to `web-1`/,
      ),
    ])
    expect(world.cards()).toHaveLength(1)
  })

  test('a parameter that is no alias of the config is dropped, without a look', async () => {
    const world = outsideWorld()
    const outcomes = await receiveAliasNews(world.needs, [
      world.changed({ parameters: ['/other'] }),
      world.changed({ region: 'ap-south-1' }),
      world.changed({ account: '999999999999' }),
    ])
    expect([...outcomes.values()]).toEqual(Array(3).fill({ kind: 'done' }))
    expect(world.cards()).toEqual([])
  })

  test('the same news again, and news that comes late, change nothing', async () => {
    const world = outsideWorld()
    world.set(1)
    const first = world.changed()
    world.clock.advance(MINUTE)
    world.set(2)
    const second = world.changed()
    await world.receive(second)
    await world.receive(first, second)
    await world.receive(world.changed(), world.changed())
    expect(world.cards()).toHaveLength(2)
    expect(await world.entries()).toHaveLength(2)
  })

  test('what is not an image id is said so; markup in it is text', async () => {
    const world = outsideWorld()
    world.aliases.set(US, PROD, '<!channel> `x`')
    await world.receive(world.changed())
    expect(world.cards()[0]).toMatch(/^⚠️ .*not an image id: launches through `\/golden\/web\/prod` fail/)
    expect(world.cards()[0]).not.toContain('<!channel>')
  })

  test('without an answer of EC2 it is announced by its id', async () => {
    const world = outsideWorld()
    const images = { ...world.images, describe: () => Promise.reject(new Error('throttled')) }
    world.set(1)
    await receiveAliasNews({ ...world.needs, images }, [world.changed()])
    expect(world.cards()[0]).toMatch(/it now names `ami-10+1`\./)
  })

  test('while SSM cannot be read, the queue keeps the news', async () => {
    const world = outsideWorld()
    world.set(1)
    world.aliases.refuse(US, 'read', new Error('AccessDeniedException'))
    const news = world.changed()
    const outcomes = await receiveAliasNews(world.needs, [news])
    expect(outcomes.get(news.id)).toMatchObject({ kind: 'again', why: 'AccessDeniedException' })
    world.aliases.refuse(US, 'read')
    await world.receive(news)
    expect(world.cards()).toHaveLength(1)
  })

  test('while Slack has no room, the queue keeps the news', async () => {
    const world = outsideWorld()
    world.set(1)
    const news = world.changed()
    world.messenger.answerWith({ kind: 'busy', retryAfterSec: 30 })
    const outcomes = await receiveAliasNews(world.needs, [news])
    expect(outcomes.get(news.id)).toMatchObject({ kind: 'again', afterSec: 30 })
    world.messenger.answerWith()
    await world.receive(news)
    expect(world.cards()).toHaveLength(1)
    expect(world.audit()).toHaveLength(1)
  })
})

describe('somebody deletes an alias', () => {
  test('it is announced with what it named; CloudTrail says who, and the message is edited', async () => {
    const world = outsideWorld()
    world.set(1)
    await world.receive(world.changed())
    world.aliases.remove(US, PROD)
    await world.receive(world.deleted())
    expect(world.cards()[1]).toMatch(
      /^⚠️ prod of web in production us-east-1 was deleted outside amiops; Before: `web-1` \(`ami-10+1`\)\..*fail\./,
    )
    world.clock.advance(3 * MINUTE)
    await world.receive(world.called({ isDeletion: true }))
    expect(world.cards()).toHaveLength(2)
    expect(world.cards()[1]).toMatch(
      /deleted outside amiops.*By role `terraform`.*with Terraform from `203\.0\.113\.7` ·/,
    )
    expect(world.audit()[1]).toMatch(/was deleted.*role `terraform`/)
  })

  test('CloudTrail comes first, and alone; the event later says nothing new', async () => {
    const world = outsideWorld()
    world.set(1)
    await world.receive(world.changed())
    world.aliases.remove(US, PROD)
    await world.receive(world.called({ isDeletion: true }))
    await world.receive(world.deleted())
    expect(world.cards()).toHaveLength(2)
    expect(world.cards()[1]).toMatch(/was deleted outside amiops.*By role `terraform`/)
    expect(await world.entries()).toHaveLength(2)
  })

  test('made again, its versions count from 1, and it is announced', async () => {
    const world = outsideWorld()
    world.set(1)
    await world.receive(world.changed())
    world.aliases.remove(US, PROD)
    await world.receive(world.deleted())
    world.clock.advance(MINUTE)
    world.set(2)
    await world.receive(world.changed())
    expect(world.cards()).toHaveLength(3)
    expect(world.cards()[2]).toMatch(/now names `web-2`.*Before: `web-1`.*version 1/)
  })

  test('an event of a parameter that is not there is no deletion', async () => {
    const world = outsideWorld()
    await world.receive(world.changed())
    expect(world.cards()).toEqual([])
  })
})

describe('who it was', () => {
  test('CloudTrail knows the tool and the address: the message is edited, once', async () => {
    const world = outsideWorld()
    world.set(1)
    await world.receive(world.changed())
    world.clock.advance(4 * MINUTE)
    const call = world.called({ version: 1 })
    await world.receive(call)
    await world.receive(call)
    expect(world.cards()).toEqual([
      expect.stringMatching(/outside amiops.*By role .*with Terraform from `203\.0\.113\.7`/),
    ])
    expect(world.audit()).toEqual([expect.stringMatching(/with Terraform from/)])
  })

  test('a call of another version, or of long ago, names nobody', async () => {
    const world = outsideWorld()
    world.set(1)
    await world.receive(world.changed())
    await world.receive(world.called({ version: 2 }))
    world.clock.advance(60 * MINUTE)
    await world.receive(world.called({ version: 1 }))
    expect(world.cards()).toEqual([expect.not.stringMatching(/203\.0/)])
  })
})

describe('amiops sets it', () => {
  test('the event confirms it; nothing is announced as somebody else’s', async () => {
    const world = outsideWorld()
    await world.promote(build(1), 'dev')
    const id = await world.send(await world.open({ kind: 'promote', image: build(1), alias: 'prod' }))
    await world.approve(id)
    world.aliases.validateLater()
    await world.deliver()
    expect((await world.entries())[0]).toMatchObject({ change: 'promote', outcome: 'accepted', version: 1 })
    world.aliases.validate()
    await world.receive(world.changed(), world.called({ version: 1 }))
    expect(await world.entries()).toEqual([
      expect.objectContaining({ change: 'promote', outcome: 'confirmed', version: 1 }),
    ])
    expect(world.cards()).toEqual([])
  })

  test('an image that SSM does not take ends as failed, with AWS’s reason, on the card of its plan', async () => {
    const world = outsideWorld()
    await world.promote(build(1), 'dev')
    world.aliases.validateLater()
    world.aliases.reject(build(1).imageId)
    const id = await world.send(await world.open({ kind: 'promote', image: build(1), alias: 'prod' }))
    await world.approve(id)
    await world.deliver()
    world.aliases.validate()
    const rejected = world.news({ kind: 'rejected', reason: 'Unable to Describe Resource' })
    await world.receive(rejected)
    await world.receive(rejected)
    const beganAtMs = world.clock.nowMs()
    await world.run(id)
    expect(await world.entries()).toEqual([
      expect.objectContaining({
        outcome: 'failed',
        reason: expect.stringMatching(/did not take it \(Unable to Describe Resource\)/),
      }),
    ])
    expect(world.cardOf('ami-alerts')).toMatch(
      /failed: Parameter Store accepted the image and did not take it/,
    )
    expect(world.cards()).toEqual([])
    const items = await world.ledger.readPlanImages(id)
    const endedAtMs = items.find(({ assignment }) => assignment?.region === US.region)?.endedAtMs ?? 0
    expect(endedAtMs - beganAtMs).toBeLessThan(MINUTE)
  })

  test('somebody else’s image is not taken while amiops’s is checked: amiops’s is confirmed', async () => {
    const world = outsideWorld()
    await world.promote(build(1), 'dev')
    const id = await world.send(await world.open({ kind: 'promote', image: build(1), alias: 'prod' }))
    await world.approve(id)
    world.aliases.validateLater()
    await world.deliver()
    await world.receive(world.news({ kind: 'rejected', reason: 'Unable to Describe Resource' }))
    world.clock.advance(20_000)
    world.aliases.validate()
    await world.run(id)
    expect(Object.values(await world.statesOf(id))).toEqual(['done', 'done', 'done'])
  })

  test('SSM takes the image after amiops gave it up, and sends no event: the scan corrects card and thread', async () => {
    const world = outsideWorld()
    world.set(2)
    await world.reconcile()
    await world.promote(build(1), 'dev')
    const id = await world.send(await world.open({ kind: 'promote', image: build(1), alias: 'prod' }))
    await world.approve(id)
    world.aliases.validateLater()
    await world.run(id)
    expect(world.cardOf('ami-alerts')).toMatch(/us-east-1.* failed: .*did not take it/)
    world.aliases.validate()
    await world.reconcile(3)
    expect(Object.values(await world.statesOf(id))).toEqual(['done', 'done', 'done'])
    expect(world.cardOf('ami-alerts')).toMatch(/us-east-1 .*confirmed: Parameter Store took the image late/)
    const thread = world.messenger.posts('ami-alerts').flatMap(({ replies }) => replies)
    expect(thread.map(({ message }) => message.text)).toEqual(
      Array(3).fill(expect.stringMatching(/was set to `web-1` after all/)),
    )
    expect(world.cards()).toEqual([])
  })

  test('an image of somebody else that SSM does not take changed nothing', async () => {
    const world = outsideWorld()
    await world.receive(world.news({ kind: 'rejected', reason: 'Unable to Describe Resource' }))
    expect(await world.entries()).toEqual([])
    expect(world.cards()).toEqual([])
  })
})

describe('reconciliation', () => {
  test('what it finds first is not announced; nor is what nobody has made', async () => {
    const world = outsideWorld()
    world.set(1)
    await world.reconcile(3)
    expect(world.cards()).toEqual([])
    expect(await world.entries()).toEqual([])
  })

  test('a change without an event is announced as found by it, once, and not while its event may come', async () => {
    const world = outsideWorld()
    world.set(1)
    await world.reconcile()
    world.set(2)
    world.clock.advance(MINUTE)
    await world.reconcile()
    expect(world.cards()).toEqual([])
    await world.reconcile(2)
    expect(world.cards()).toEqual([
      expect.stringMatching(
        /now names `web-2`.*role `terraform`.*detected by reconciliation \(no event from AWS\)/,
      ),
    ])
    await world.receive(world.changed())
    expect(world.cards()).toHaveLength(1)
  })

  test('a deletion is announced by the second scan; one that its event told is not found again', async () => {
    const world = outsideWorld()
    world.set(1)
    await world.reconcile()
    world.aliases.remove(US, PROD)
    await world.reconcile()
    expect(world.cards()).toEqual([])
    await world.reconcile(3)
    expect(world.cards()).toEqual([
      expect.stringMatching(/was deleted outside amiops; Before: .*web-1.*Detected by reconciliation/),
    ])
    world.set(2)
    await world.receive(world.changed())
    world.aliases.remove(US, PROD)
    await world.receive(world.deleted())
    await world.reconcile(3)
    expect(world.cards()).toHaveLength(3)
  })

  test('a read that missed it once says nothing', async () => {
    const world = outsideWorld()
    world.set(1)
    await world.reconcile()
    const { readAll, read } = world.aliases
    world.aliases.readAll = async () => new Map()
    world.aliases.read = async () => undefined
    await world.reconcile()
    world.aliases.readAll = readAll
    world.aliases.read = read
    await world.reconcile()
    world.aliases.readAll = async () => new Map()
    world.aliases.read = async () => undefined
    await world.reconcile()
    expect(world.cards()).toEqual([])
  })

  test('an account that cannot be read does not keep the others from being looked at', async () => {
    const world = outsideWorld()
    world.set(1)
    await world.reconcile()
    world.set(2)
    world.clock.advance(10 * MINUTE)
    world.aliases.refuse({ account: '345678901234', region: 'us-east-1' }, 'read', new Error('denied'))
    await world.reconcile()
    expect(world.cards()).toHaveLength(1)
  })
})
