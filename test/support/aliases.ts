import type { AliasAsk } from '../../src/domain/alias-change.ts'
import type { PlanWork } from '../../src/domain/ask.ts'
import type { Config } from '../../src/domain/config.ts'
import type { ImageFacts, ImageRef } from '../../src/domain/image.ts'
import { serveMessage } from '../../src/flows/serve.ts'
import { createAsk } from './memory/ask-queue.ts'
import { reconcile } from './memory/reconcile.ts'
import { CONFIG, createMemoryWorld, IMAGE, MINUTE } from './memory/world.ts'
import { PLAN_CONFIG } from './plans.ts'

/** Aliases in memory: a family with dev and prod in two accounts and two regions, its builds, and people who promote them. */

const DAY_MS = 24 * 60 * MINUTE
const STAGING = '345678901234'
export const US = { account: IMAGE.account, region: 'us-east-1' }
export const EU = { account: IMAGE.account, region: 'eu-west-1' }
export const OTHER = { account: STAGING, region: 'us-east-1' }
export const DEV = '/golden/web/dev'
export const PROD = '/golden/web/prod'

export const ALIAS_ACCOUNTS: Config['accounts'] = [
  { id: IMAGE.account, alias: 'production', regions: ['us-east-1', 'eu-west-1'] },
  { id: STAGING, alias: 'staging', regions: ['us-east-1'] },
]

const ALIAS_CONFIG: Partial<Config> = {
  ...PLAN_CONFIG,
  accounts: ALIAS_ACCOUNTS,
  actions: { promote: { roles: ['operator'] }, rollback: { roles: ['operator'] } },
  families: {
    web: {
      name: ['web-*'],
      aliases: [
        { name: 'dev', parameter: DEV, in: [US, EU, OTHER], gates: {} },
        {
          name: 'prod',
          parameter: PROD,
          in: [US, EU, OTHER],
          gates: { maxAgeDays: 60 },
          approval: { roles: ['approver'], channel: 'ami-alerts', withinMinutes: 60 },
        },
      ],
    },
  },
}

/** The image of a build in a region of the first account. */
export const build = (number: number, region = 'us-east-1'): ImageRef => ({
  account: IMAGE.account,
  region,
  imageId: `ami-${region === 'us-east-1' ? '1' : '2'}${String(number).padStart(16, '0')}`,
})

export const aliasWorld = (config: Partial<Config> = {}) => {
  const world = createMemoryWorld({ ...CONFIG, ...ALIAS_CONFIG, ...config })
  const { clock, ledger, messenger, queues, images } = world
  images.remove(IMAGE)
  /** A build, its copy in the other region, both shared with the other account. */
  const put = (number: number, more: Partial<ImageFacts> = {}): ImageRef => {
    const name = `web-${number}`
    const facts: ImageFacts = {
      state: 'available',
      name,
      createdAtMs: clock.nowMs() - (30 - number) * DAY_MS,
      tags: {},
      architecture: 'x86_64',
      sourceInstanceId: `i-${number}`,
      snapshots: [{ snapshotId: `snap-${number}`, sizeGiB: 8, encrypted: false }],
      ...more,
    }
    images.put(build(number), facts)
    const { sourceInstanceId: _not, ...rest } = facts
    images.put(build(number, 'eu-west-1'), {
      ...rest,
      sourceImageId: build(number).imageId,
      sourceImageRegion: 'us-east-1',
    })
    images.share(build(number), {
      accounts: [STAGING],
      organizations: [],
      organizationalUnits: [],
      isPublic: false,
    })
    return build(number)
  }
  for (const number of [1, 2]) put(number)

  const askAny = createAsk(world, 'a')
  const ask = (
    kind: 'plan' | 'submit-plan' | 'decide-plan' | 'stop-plan' | 'command',
    more: object,
    userId = 'U0MARIA',
  ): Promise<string> => askAny(kind, more, userId)
  /** Opens the form of an alias. @returns the plan's id */
  const open = (asked: AliasAsk, userId?: string): Promise<string> =>
    ask('plan', { from: { kind: 'alias', asked }, viewId: 'V0ALIAS' }, userId)
  /** Sends the form that is open. @returns the id of the plan that it became */
  const send = async (planId: string, more: object = {}): Promise<string> => {
    const key = await ask('submit-plan', {
      planId,
      viewId: 'V0ALIAS',
      options: {},
      purpose: 'CVE-2026-1',
      ...more,
    })
    return (await ledger.readPlan(key))?.submittedBy === key ? key : planId
  }
  const approve = (planId: string): Promise<string> =>
    ask('decide-plan', { planId, decision: 'approve' }, 'U0ANNA')

  const later = new Set<string>()
  type Work = (typeof queues.plans)[number]
  const messageOf = ({ planId, image, assignment, action }: Work): PlanWork =>
    image
      ? {
          kind: 'run-plan-image',
          key: 'item-key',
          planId,
          image,
          ...(assignment && { assignment }),
          ...(action && { action }),
        }
      : { kind: 'run-plan', key: 'plan-key', planId, sentAtMs: clock.nowMs() }
  const serveWork = async (work: Work): Promise<void> => {
    if (await serveMessage(world.needs, messageOf(work))) later.add(work.planId)
  }
  /** @param most how many of the waiting messages at most, the oldest first */
  const deliver = async (most = Number.POSITIVE_INFINITY): Promise<void> => {
    for (let delivered = 0; delivered < most; delivered++) {
      const work = queues.plans.shift()
      if (!work) return
      await serveWork(work)
    }
  }
  let confirmed = 0
  /** EC2's events of what was changed since the last time. */
  const confirm = async (): Promise<void> => {
    const changes = images.changed.slice(confirmed)
    confirmed += changes.length
    for (const change of changes) {
      const [call, imageId = ''] = change.split(' ')
      if (call !== 'DisableImage' && call !== 'EnableImage') continue
      for (const place of [US, EU, OTHER])
        if ((await images.describe(place.account, place.region, [imageId])).has(imageId))
          await world.deliver(
            world.event(call === 'DisableImage' ? 'disabled' : 'available', { ...place, imageId }),
          )
    }
  }
  let turns = 0
  /**
   * Delivers the next message of a plan: the clock passes its pauses, EC2's events arrive, the schedule runs. @returns undefined once its
   * end is reported
   */
  const nextOf = async (id: string): Promise<Work | undefined> => {
    for (; turns < 1_000; turns++) {
      const work = queues.plans.shift()
      if (work) return work
      await confirm()
      if ((await ledger.readPlan(id))?.isReported) return undefined
      clock.advance(2_000)
      // The schedule.
      if (turns % 150 === 149) await reconcile(world.needs)
      for (const planId of later) queues.plans.push({ planId })
      later.clear()
    }
    throw new Error('Expected the plan to end.')
  }
  /** Runs a plan to its end. @param most the most messages that are delivered */
  const run = async (id: string, most = Number.POSITIVE_INFINITY): Promise<void> => {
    turns = 0
    for (let delivered = 0; delivered < most; delivered++) {
      const work = await nextOf(id)
      if (!work) return
      await serveWork(work)
    }
  }
  const promote = async (image: ImageRef, alias: string): Promise<string> => {
    const id = await send(await open({ kind: 'promote', image, alias }))
    if ((await ledger.readPlan(id))?.state === 'waiting') await approve(id)
    await run(id)
    return id
  }
  const named = async (where: typeof US, parameter: string): Promise<string | undefined> =>
    (await world.aliases.read(where, parameter))?.value
  const statesOf = async (id: string): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await ledger.readPlanImages(id)).map(({ assignment, state }) => [
        `${assignment?.account === STAGING ? 'staging' : 'production'} ${assignment?.region}`,
        state,
      ]),
    )
  const formText = (): string => JSON.stringify(messenger.forms('V0ALIAS').at(-1) ?? '').replaceAll('*', '')
  /** The newest plan's card in a channel, as text. */
  const cardOf = (channel = 'ami-ready'): string =>
    messenger
      .posts(channel)
      .map(({ message }) => message)
      .filter(({ metadata }) => metadata?.event_type === 'amiops_plan')
      .at(-1)?.text ?? ''
  return {
    ...world,
    put,
    ask,
    askAny,
    open,
    send,
    approve,
    deliver,
    messageOf,
    nextOf,
    run,
    promote,
    named,
    statesOf,
    formText,
    cardOf,
  }
}
