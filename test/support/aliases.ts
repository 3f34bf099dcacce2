import type { AliasAsk } from '../../src/domain/alias-change.ts'
import type { Config } from '../../src/domain/config.ts'
import type { ImageFacts, ImageRef } from '../../src/domain/image.ts'
import { seeToPlan } from '../../src/flows/plans/see-to-plan.ts'
import { serveMessage } from '../../src/flows/serve.ts'
import { createAsk } from './memory/ask-queue.ts'
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

const ALIAS_CONFIG: Partial<Config> = {
  ...PLAN_CONFIG,
  accounts: [
    { id: IMAGE.account, alias: 'production', regions: ['us-east-1', 'eu-west-1'] },
    { id: STAGING, alias: 'staging', regions: ['us-east-1'] },
  ],
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
  /** @param most so many of the messages that wait, the oldest first */
  const deliver = async (most = Number.POSITIVE_INFINITY): Promise<void> => {
    for (let delivered = 0; delivered < most; delivered++) {
      const work = queues.plans.shift()
      if (!work) return
      const { planId, image, assignment, action } = work
      if (image)
        await serveMessage(world.needs, {
          kind: 'run-plan-image',
          key: 'item-key',
          planId,
          image,
          ...(assignment && { assignment }),
          ...(action && { action }),
        })
      else {
        const sentAtMs = clock.nowMs()
        const pause = await serveMessage(world.needs, { kind: 'run-plan', key: 'plan-key', planId, sentAtMs })
        if (pause) later.add(planId)
      }
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
  /** Runs a plan to its end: pauses pass, EC2's events come. */
  const run = async (id: string): Promise<void> => {
    for (let turn = 0; turn < 1_000; turn++) {
      await deliver()
      await confirm()
      if ((await ledger.readPlan(id))?.isReported) return
      clock.advance(2_000)
      // The schedule.
      if (turn % 150 === 149) await seeToPlan(world.needs, id)
      for (const planId of later) queues.plans.push({ planId })
      later.clear()
    }
    throw new Error('Expected the plan to end.')
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
    open,
    send,
    approve,
    deliver,
    run,
    promote,
    named,
    statesOf,
    formText,
    cardOf,
  }
}
