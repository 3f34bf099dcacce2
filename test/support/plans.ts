import type { Action } from '../../src/domain/actions.ts'
import type { AskOf, Selection } from '../../src/domain/ask.ts'
import type { Config } from '../../src/domain/config.ts'
import type { ImageFacts, ImageRef } from '../../src/domain/image.ts'
import { typedForPlan } from '../../src/domain/plan-confirmation.ts'
import { announce } from '../../src/flows/announce/announce.ts'
import { serveMessage } from '../../src/flows/serve.ts'
import { createAsk } from './memory/ask-queue.ts'
import { reconcile } from './memory/reconcile.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from './memory/world.ts'

/** Plans in memory: a fleet of builds, people who ask, and the queue that carries a plan out. */

const DAY_MS = 24 * 60 * MINUTE
export const LIST: Selection = { kind: 'list', verb: 'list', filters: '' }

export const PLAN_CONFIG: Partial<Config> = {
  roles: {
    operator: { users: [], userGroups: ['S0OPERATORS'] },
    approver: { users: ['U0ANNA'], userGroups: [] },
  },
  actions: {
    enable: { roles: ['operator'] },
    disable: { roles: ['operator'] },
    deregister: {
      roles: ['operator'],
      approval: { when: [], roles: ['approver'], channel: 'ami-alerts', withinMinutes: 60 },
    },
    restore: { roles: ['operator'] },
  },
  channels: { available: 'ami-ready', disabled: 'ami-ready', fallback: 'ami-alerts', audit: 'ami-audit' },
  limits: { destructivePerHour: 1_000 },
}

export const ref = (number: number): ImageRef => ({
  ...IMAGE,
  imageId: `ami-${String(number).padStart(17, '0')}`,
})

export const planWorld = async (images: number, config: Partial<Config> = {}) => {
  const world = createMemoryWorld({ ...CONFIG, ...PLAN_CONFIG, ...config })
  const { clock, ledger, messenger, queues } = world
  world.images.remove(IMAGE)
  const put = (number: number, more: Partial<ImageFacts> = {}) =>
    world.images.put(ref(number), {
      state: 'available',
      name: `web-${number}`,
      createdAtMs: clock.nowMs() - (100 + number) * DAY_MS,
      tags: {},
      snapshots: [{ snapshotId: `snap-${number}`, sizeGiB: 8, encrypted: false }],
      ...more,
    })
  for (let number = 1; number <= images; number++) put(number)
  await reconcile(world.needs)

  const askAny = createAsk(world, '0')
  const ask = <
    Kind extends
      | 'select'
      | 'plan'
      | 'submit-plan'
      | 'decide-plan'
      | 'stop-plan'
      | 'list-plan'
      | 'decline-suggestion',
  >(
    kind: Kind,
    more: Omit<AskOf<Kind>, 'kind' | 'key' | 'person' | 'place' | 'workspaceId' | 'appId' | 'askedAtMs'> & {
      key?: string
    },
    userId = 'U0MARIA',
  ): Promise<string> => askAny(kind, more, userId)

  /** What the form of a plan asks to be typed. */
  const typed = async (id: string): Promise<{ typed?: string }> => {
    const plan = await ledger.readPlan(id)
    const wanted = plan && typedForPlan(plan)
    return wanted ? { typed: 'number' in wanted ? String(wanted.number) : wanted.name } : {}
  }
  /** Selects images and sends the form of their plan. @returns the plan's id */
  const submit = async (
    action: Action,
    numbers: readonly number[] | undefined,
    purpose = 'too old',
    from: Selection = LIST,
  ): Promise<string> => {
    const id = await ask('plan', {
      from,
      action,
      ...(numbers && { images: numbers.map(ref) }),
      viewId: 'V0PLAN',
    })
    await ask('submit-plan', { planId: id, viewId: 'V0PLAN', purpose, options: {}, ...(await typed(id)) })
    return id
  }

  /** Delivers the messages of the queue, oldest first, each once, and the events of their changes. @returns how many messages */
  const deliver = async (most = Number.POSITIVE_INFINITY): Promise<number> => {
    let delivered = 0
    for (; delivered < most; delivered++) {
      const work = queues.plans.shift()
      if (!work) break
      const { planId, image, action } = work
      if (image)
        await serveMessage(world.needs, {
          kind: 'run-plan-image',
          key: 'image-key',
          planId,
          image,
          ...(action && { action }),
        })
      else {
        const pause = await serveMessage(world.needs, {
          kind: 'run-plan',
          key: 'plan-key',
          planId,
          sentAtMs: clock.nowMs(),
        })
        if (pause) later.add(planId)
      }
    }
    return delivered
  }
  const later = new Set<string>()
  let confirmed = 0
  /** The events of what was changed since the last time, as one batch. */
  const confirm = async (): Promise<void> => {
    const changes = world.images.changed.slice(confirmed)
    confirmed += changes.length
    const events = changes.flatMap(change => {
      const image = { ...IMAGE, imageId: change.split(' ')[1] ?? '' }
      const state = world.images.stateOf(image)
      return state === 'available' || state === 'disabled' || state === 'deregistered'
        ? [world.event(state, image)]
        : []
    })
    for (let left = events; left.length > 0; clock.advance(1_000)) {
      const outcomes = await announce(world.needs, left)
      left = left.filter(({ id }) => outcomes.get(id)?.kind !== 'done')
    }
  }

  /** Runs a plan to its end: the clock passes its pauses, and the events of its changes arrive. */
  const run = async (id: string): Promise<void> => {
    for (let turn = 0; turn < 2_000; turn++) {
      await deliver()
      await confirm()
      const plan = await ledger.readPlan(id)
      if (plan?.isReported) return
      clock.advance(2_000)
      if (turn % 150 === 149) await reconcile(world.needs)
      for (const planId of later) queues.plans.push({ planId })
      later.clear()
    }
    throw new Error('Expected the plan to end.')
  }

  const countsOf = async (id: string): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {}
    for (const { state } of await ledger.readPlanImages(id)) counts[state] = (counts[state] ?? 0) + 1
    return counts
  }
  const formText = (viewId = 'V0PLAN'): string => JSON.stringify(messenger.forms(viewId).at(-1) ?? '')
  return { ...world, put, ask, typed, submit, deliver, confirm, run, countsOf, formText }
}
