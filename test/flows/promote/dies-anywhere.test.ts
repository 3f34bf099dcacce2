import type { AskOf } from '../../../src/domain/ask.ts'
import { serveMessage } from '../../../src/flows/serve.ts'
import { aliasWorld, build, DEV, EU, OTHER, PROD, US } from '../../support/aliases.ts'
import { failOnce } from '../../support/memory/ask-queue.ts'
import { asked } from '../../support/memory/asking.ts'

/** A function may end at each call that it makes: the message comes again, and each place is set once. */

type World = ReturnType<typeof aliasWorld>

const by = (world: World, key: string, userId = 'U0MARIA') => ({
  ...asked(world, key.padEnd(40, '0'), { userId, workspaceId: 'T0SANDBOX' }),
  place: { channelId: 'C0READY', isPrivate: false },
})

/** A step of a promotion: what comes before it, and the message that carries it out. */
interface Step {
  name: string
  parameter: string
  prepare: (world: World) => Promise<string>
  message: (world: World, planId: string) => Parameters<typeof serveMessage>[1]
  /** The plan that the step works on from then on. */
  planAfter?: string
  /** The places are set before the step. */
  isSet?: true
}

const SENT = 'sent'.padEnd(40, '0')
const open = (alias: string) => async (world: World) => {
  if (alias === 'prod') await world.promote(build(1), 'dev')
  return world.open({ kind: 'promote', image: build(1), alias })
}
const submitted = (alias: string) => async (world: World) => {
  const planId = await open(alias)(world)
  await world.ask('submit-plan', { planId, viewId: 'V0ALIAS', purpose: 'CVE', options: {}, key: SENT })
  return planId
}
const submission = (world: World, planId: string): AskOf<'submit-plan'> => ({
  ...by(world, 'sent'),
  kind: 'submit-plan',
  planId,
  viewId: 'V0ALIAS',
  purpose: 'CVE',
  options: {},
})
const pump = (world: World, planId: string) =>
  ({ kind: 'run-plan', key: 'pump-key', planId, sentAtMs: world.clock.nowMs() }) as const

const STEPS: Step[] = [
  { name: 'the form is sent', parameter: DEV, prepare: open('dev'), message: submission },
  { name: 'the form of prod is sent', parameter: PROD, prepare: open('prod'), message: submission },
  {
    name: 'it is approved',
    parameter: PROD,
    prepare: submitted('prod'),
    message: (world, planId) => ({
      ...by(world, 'yes', 'U0ANNA'),
      kind: 'decide-plan',
      planId,
      decision: 'approve',
    }),
  },
  { name: 'places are queued', parameter: DEV, prepare: submitted('dev'), message: pump },
  {
    name: 'a place is set',
    parameter: DEV,
    async prepare(world) {
      const planId = await submitted('dev')(world)
      await serveMessage(world.needs, pump(world, planId))
      return planId
    },
    message: (_world, planId) => ({
      kind: 'run-plan-image',
      key: 'item-key',
      planId,
      image: build(1),
      assignment: { ...US, family: 'web', alias: 'dev', parameter: DEV },
    }),
  },
  {
    name: 'it is finished',
    parameter: DEV,
    isSet: true,
    async prepare(world) {
      const planId = await submitted('dev')(world)
      await world.deliver()
      world.clock.advance(3_000)
      return planId
    },
    message: pump,
  },
  {
    name: 'the form of a roll back is sent with another target',
    parameter: DEV,
    async prepare(world) {
      world.put(3)
      for (const number of [1, 2, 3])
        for (const place of PLACES) world.aliases.set(place, DEV, build(number, place.region).imageId)
      return world.open({ kind: 'rollback', family: 'web', alias: 'dev' })
    },
    message: (world, planId) => ({ ...submission(world, planId), target: `us-east-1/${build(1).imageId}` }),
    planAfter: SENT,
  },
]

const PLACES = [US, EU, OTHER]

const failAt = async (
  step: Step,
  at: number,
  moment: 'before' | 'after',
  failure: 'crash' | 'error',
): Promise<boolean> => {
  const world = aliasWorld()
  const opened = await step.prepare(world)
  const before = await Promise.all(
    PLACES.map(async place => (await world.aliases.read(place, step.parameter))?.version ?? 0),
  )
  const { hasFailed, call } = await failOnce(world, opened, step.message(world, opened), {
    at,
    moment,
    failure,
  })
  const where = `${step.name}, ${failure} ${moment} call ${at} (${call})`
  const shown = async () =>
    (await world.ledger.readPlan(step.planAfter ?? opened)) ?? (await world.ledger.readPlan(opened))
  let plan = await shown()
  // AWS did not say in time what is there: the form says so, and nothing began.
  if (plan?.state === 'open') {
    expect({ where, text: world.formText() }).toEqual({
      where,
      text: expect.stringMatching(/did not answer|couldn’t read|changed since|not known/),
    })
    return hasFailed
  }
  if (plan?.state === 'waiting') await world.approve(plan.id)
  await world.run(plan?.id ?? opened)
  plan = await shown()
  const states = Object.values(await world.statesOf(plan?.id ?? opened))
  const versions = await Promise.all(
    PLACES.map(
      async (place, i) =>
        ((await world.aliases.read(place, step.parameter))?.version ?? 0) - (before[i] ?? 0),
    ),
  )
  // Each place is set once, and counts as done where it is; where Parameter Store may have been asked, it is not asked again.
  const set = versions.filter(count => count === 1).length
  expect({
    where,
    most: Math.max(...versions),
    done: states.filter(state => state === 'done').length,
  }).toEqual({
    where,
    most: step.isSet ? 0 : 1,
    done: step.isSet ? PLACES.length : set,
  })
  expect({ where, isReported: plan?.isReported }).toEqual({ where, isReported: true })
  const isActing = step.name === 'a place is set'
  expect({ where, undone: states.filter(state => state !== 'done').length }).toEqual({
    where,
    undone: isActing ? expect.any(Number) : 0,
  })
  const cards = ['ami-ready', 'ami-alerts'].flatMap(channel =>
    world.messenger
      .posts(channel)
      .filter(({ message: { metadata } }) => metadata?.event_payload.plan === (plan?.id ?? opened)),
  )
  expect({ where, cards: cards.length }).toEqual({ where, cards: 1 })
  return hasFailed
}

test.each(STEPS)('$name', async step => {
  for (const failure of ['crash', 'error'] as const)
    for (const moment of ['before', 'after'] as const)
      for (let at = 1; at < 200; at++) if (!(await failAt(step, at, moment, failure))) break
})
