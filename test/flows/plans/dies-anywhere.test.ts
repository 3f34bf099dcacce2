import type { AskOf } from '../../../src/domain/ask.ts'
import type { serveMessage } from '../../../src/flows/serve.ts'
import { failOnce } from '../../support/memory/ask-queue.ts'
import { asked } from '../../support/memory/asking.ts'
import { planWorld, ref } from '../../support/plans.ts'

/** A function may end at each call that it makes: the message comes again, and each image is changed once. */

type World = Awaited<ReturnType<typeof planWorld>>
const IMAGES = [1, 2, 3]

const by = (world: World, key: string, userId = 'U0MARIA') => ({
  ...asked(world, key.padEnd(40, '0'), { userId, workspaceId: 'T0SANDBOX' }),
  place: { channelId: 'C0READY', isPrivate: false },
})

/** A step of a plan: what comes before it, and the message that carries it out. */
interface Step {
  name: string
  action?: 'deregister'
  prepare: (world: World) => Promise<string>
  message: (world: World, planId: string) => Parameters<typeof serveMessage>[1]
}

const open = (action: 'disable' | 'deregister') => (world: World) =>
  world.ask('plan', {
    from: { kind: 'list', verb: 'list', filters: '' },
    action,
    images: IMAGES.map(ref),
    viewId: 'V0PLAN',
  })
const submitted = (action: 'disable' | 'deregister') => async (world: World) => {
  const planId = await open(action)(world)
  await world.ask('submit-plan', {
    planId,
    viewId: 'V0PLAN',
    purpose: 'old',
    typed: String(IMAGES.length),
    options: {},
    key: 'sent'.padEnd(40, '0'),
  })
  return planId
}
const pump = (world: World, planId: string) =>
  ({ kind: 'run-plan', key: 'pump-key', planId, sentAtMs: world.clock.nowMs() }) as const
const submission = (world: World, planId: string): AskOf<'submit-plan'> => ({
  ...by(world, 'sent'),
  kind: 'submit-plan',
  planId,
  viewId: 'V0PLAN',
  purpose: 'old',
  typed: String(IMAGES.length),
  options: {},
})

const STEPS: Step[] = [
  { name: 'the form is sent', prepare: open('disable'), message: submission },
  {
    name: 'the form of a plan that needs an approval is sent',
    prepare: open('deregister'),
    message: submission,
  },
  {
    name: 'it is approved',
    prepare: submitted('deregister'),
    message: (world, planId) => ({
      ...by(world, 'yes', 'U0ANNA'),
      kind: 'decide-plan',
      planId,
      decision: 'approve',
    }),
  },
  { name: 'images are queued', prepare: submitted('disable'), message: pump },
  {
    name: 'an image is changed',
    prepare: async world => {
      const planId = await submitted('disable')(world)
      await world.deliver(1)
      return planId
    },
    message: (_world, planId) => ({ kind: 'run-plan-image', key: 'image-key', planId, image: ref(2) }),
  },
  {
    name: 'it is finished',
    prepare: async world => {
      const planId = await submitted('disable')(world)
      await world.deliver()
      await world.confirm()
      world.clock.advance(3_000)
      return planId
    },
    message: pump,
  },
  {
    name: 'it is stopped',
    prepare: submitted('disable'),
    message: (world, planId) => ({ ...by(world, 'stop'), kind: 'stop-plan', planId }),
  },
]

const failAt = async (
  step: Step,
  at: number,
  moment: 'before' | 'after',
  failure: 'crash' | 'error',
): Promise<boolean> => {
  const world = await planWorld(IMAGES.length)
  const planId = await step.prepare(world)
  const { hasFailed, call } = await failOnce(world, planId, step.message(world, planId), {
    at,
    moment,
    failure,
  })
  if ((await world.ledger.readPlan(planId))?.state === 'waiting')
    await world.ask('decide-plan', { planId, decision: 'approve', key: 'late'.padEnd(40, '0') }, 'U0ANNA')
  // EC2 did not say what the images are: the form says so, and nothing began.
  if ((await world.ledger.readPlan(planId))?.state === 'open') {
    expect(world.formText()).toMatch(
      /EC2 did not answer.*Nothing was changed|Nothing was changed.*EC2 did not answer/,
    )
    expect(world.images.changed).toEqual([])
    return hasFailed
  }
  await world.run(planId)
  const failed = call
  const where = `${step.name}, ${failure} ${moment} call ${at} (${failed})`
  const counts = await world.countsOf(planId)
  const done = counts.done ?? 0
  const known = { where, twice: world.images.changed.length - new Set(world.images.changed).size }
  expect(known).toEqual({ where, twice: 0 })
  // EC2 is not asked again where it may have been: then the image ends as not known to have been changed.
  expect({ where, changed: world.images.changed.length >= done }).toEqual({ where, changed: true })
  const plan = await world.ledger.readPlan(planId)
  expect({ where, isReported: plan?.isReported }).toEqual({ where, isReported: true })
  const cards = ['ami-ready', 'ami-alerts'].flatMap(channel =>
    world.messenger
      .posts(channel)
      .filter(({ message: { metadata } }) => metadata?.event_type === 'amiops_plan'),
  )
  expect({ where, cards: cards.length }).toEqual({ where, cards: 1 })
  const told = world.messenger.privateMessages('U0MARIA').filter(text => text.includes('your plan to'))
  // Nobody may search somebody's direct messages for one that may have been posted.
  const isInDoubt = ['ledger.settlePost', 'messenger.post'].includes(failed)
  expect({ where, told: told.length }).toEqual({ where, told: isInDoubt ? told.length : 1 })
  // EC2's answer may be lost: then nobody knows whether the image was changed, and it is not tried again.
  const isLost = ['images.change', 'ledger.saveImage'].includes(failed) || failure === 'crash'
  if (step.name !== 'it is stopped' && !isLost)
    expect({ where, done }).toEqual({ where, done: IMAGES.length })
  return hasFailed
}

test.each(STEPS)('$name', async step => {
  for (const failure of ['crash', 'error'] as const)
    for (const moment of ['before', 'after'] as const)
      for (let at = 1; at < 200; at++) if (!(await failAt(step, at, moment, failure))) break
})
