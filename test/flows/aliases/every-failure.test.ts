import type { AliasNews } from '../../../src/domain/alias-news.ts'
import { receiveAliasNews } from '../../../src/flows/aliases/receive-alias-news.ts'
import { scanAliases } from '../../../src/flows/reconcile/scan-aliases.ts'
import { build, PROD, US } from '../../support/aliases.ts'
import { everyFailure, type FailurePoint } from '../../support/inject-failure.ts'
import { MINUTE } from '../../support/memory/world.ts'
import { outsideWorld } from './world.ts'

/** Every call of a port fails once, before and after it took effect, and the function dies at each: in the end each change is
 * announced once, with who made it. An image is named by its id where EC2 does not answer. */

type World = ReturnType<typeof outsideWorld>

interface Case {
  name: string
  /** @returns with a plan: it goes on once the news have come */
  prepare(): Promise<{ world: World; news: AliasNews[]; planId?: string }>
  /** The messages of the channel of images, of those that this is about. */
  cards: RegExp[]
  outcomes: string[]
  /** In the thread of the plan's card, and in the audit channel. */
  corrections?: number
}

/** A promotion of prod that is sent and approved, and that SSM has accepted. */
const accepted = async (world: World, isTaken = true): Promise<string> => {
  await world.promote(build(1), 'dev')
  if (!isTaken) world.aliases.reject(build(1).imageId)
  const id = await world.send(await world.open({ kind: 'promote', image: build(1), alias: 'prod' }))
  await world.approve(id)
  world.aliases.validateLater()
  await world.deliver()
  return id
}

const CASES: Case[] = [
  {
    name: 'somebody sets it, and CloudTrail says who',
    async prepare() {
      const world = outsideWorld()
      world.set(1)
      await world.reconcile()
      world.set(2)
      return { world, news: [world.changed(), world.called({ version: 2 })] }
    },
    cards: [/now names .*0002`.*Before: .*0001`.*role `terraform`.*with Terraform from/],
    outcomes: ['outside confirmed'],
  },
  {
    name: 'somebody deletes it, and CloudTrail says who',
    async prepare() {
      const world = outsideWorld()
      world.set(1)
      await world.reconcile()
      world.aliases.remove(US, PROD)
      return { world, news: [world.deleted(), world.called({ isDeletion: true })] }
    },
    cards: [/was deleted outside amiops.*Before: .*0001`.*role `terraform`.*with Terraform from/],
    outcomes: ['outside confirmed'],
  },
  {
    name: 'amiops has set it, and the event says that SSM took it',
    async prepare() {
      const world = outsideWorld()
      const planId = await accepted(world)
      world.aliases.validate()
      return { world, planId, news: [world.changed(), world.called({ version: 1 })] }
    },
    cards: [],
    outcomes: ['promote confirmed'],
  },
  {
    name: 'amiops has set it, and the event says that SSM did not take it',
    async prepare() {
      const world = outsideWorld()
      const planId = await accepted(world, false)
      world.aliases.validate()
      return {
        world,
        planId,
        news: [world.news({ kind: 'rejected', reason: 'Unable to Describe Resource' })],
      }
    },
    cards: [],
    outcomes: ['promote failed'],
  },
  {
    name: 'amiops has given it up, and the event says that SSM took it all the same',
    async prepare() {
      const world = outsideWorld()
      const planId = await accepted(world)
      await world.run(planId)
      expect(await world.statesOf(planId)).toMatchObject({ 'production us-east-1': 'failed' })
      world.aliases.validate()
      return { world, planId, news: [world.changed(), world.called({ version: 1 })] }
    },
    cards: [],
    outcomes: ['promote confirmed'],
    corrections: 1,
  },
]

/** Messages of a channel and of its threads that correct a plan. */
const correctionsIn = (world: World, channel: string): number =>
  world.messenger
    .posts(channel)
    .flatMap(posted => [posted, ...posted.replies])
    .filter(({ message }) => /Correction for <@U0MARIA>/.test(message.text)).length

const faultsOf = async (
  world: World,
  { cards, outcomes, corrections = 0 }: Case,
  planId: string | undefined,
): Promise<unknown[]> => {
  const shown = world.cards()
  const entries = (await world.entries()).map(({ change, outcome }) => `${change} ${outcome}`)
  const audit = world.audit()
  const corrected = ['ami-alerts', 'ami-audit'].map(channel => correctionsIn(world, channel))
  const state = planId && (await world.statesOf(planId))['production us-east-1']
  const card = world.cardOf('ami-alerts')
  return [
    ...(corrected.every(count => count === corrections) ? [] : [corrected]),
    ...(corrections === 0 || (state === 'done' && /us-east-1.*confirmed/.test(card)) ? [] : [state, card]),
    ...(shown.length === cards.length && cards.every((card, i) => card.test(shown[i] ?? '')) ? [] : [shown]),
    ...(JSON.stringify(entries) === JSON.stringify(outcomes) ? [] : [entries]),
    ...(audit.length === cards.length && audit.every(line => /role|^$/.test(line)) ? [] : [audit]),
  ]
}

/** The first delivery fails at this point; the queue delivers again, in the other order. */
const live = async (one: Case, point?: FailurePoint) => {
  const { world, news, planId } = await one.prepare()
  const { injection, needs } = world.inject(point)
  await receiveAliasNews(needs, news).catch(() => undefined)
  world.clock.advance(2 * MINUTE)
  await world.receive(...news.toReversed())
  if (planId !== undefined) await world.run(planId)
  return { called: injection.called, faults: await faultsOf(world, one, planId) }
}

describe.each(CASES.map(one => [one.name, one] as const))('%s', (_name, one) => {
  test('once, whatever fails', async () => {
    const whole = await live(one)
    expect(whole.faults).toEqual([])
    expect(whole.called).toContain('ledger.addAssignment')
    for (const point of everyFailure(whole.called))
      expect([point, whole.called[point.at - 1], (await live(one, point)).faults]).toEqual([
        point,
        whole.called[point.at - 1],
        [],
      ])
  })
})

describe('reconciliation finds it', () => {
  const CHANGES: Record<string, { make: (world: World) => void; card: RegExp }> = {
    set: { make: world => world.set(2), card: /now names .*0002`.*detected by reconciliation/ },
    deleted: {
      make: world => world.aliases.remove(US, PROD),
      card: /was deleted.*[Dd]etected by reconciliation/,
    },
  }
  const scan = async (name: string, point?: FailurePoint) => {
    const change = CHANGES[name]
    const world = outsideWorld()
    world.set(1)
    await world.reconcile()
    change?.make(world)
    world.clock.advance(10 * MINUTE)
    const { injection, needs } = world.inject(point)
    const stopAtMs = world.clock.nowMs() + 60 * MINUTE
    // A deletion takes two scans.
    for (let run = 0; run < 2; run++) {
      await scanAliases(needs, US, stopAtMs).catch(() => undefined)
      world.clock.advance(5 * MINUTE)
    }
    for (let run = 0; run < 3; run++) {
      await scanAliases(world.needs, US, stopAtMs)
      world.clock.advance(5 * MINUTE)
    }
    const shown = world.cards()
    const isRight = shown.length === 1 && change?.card.test(shown[0] ?? '') && world.audit().length === 1
    return { called: injection.called, faults: isRight ? [] : [shown, world.audit()] }
  }

  test.each(Object.keys(CHANGES))('%s: once, whatever fails', async name => {
    const whole = await scan(name)
    expect(whole.faults).toEqual([])
    for (const point of everyFailure(whole.called))
      expect([point, whole.called[point.at - 1], (await scan(name, point)).faults]).toEqual([
        point,
        whole.called[point.at - 1],
        [],
      ])
  })
})
