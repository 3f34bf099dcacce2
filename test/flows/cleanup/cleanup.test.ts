import type { CleanupRule } from '../../../src/domain/cleanup.ts'
import type { Config } from '../../../src/domain/config.ts'
import { NOBODY } from '../../../src/domain/sharing.ts'
import { serveMessage } from '../../../src/flows/serve.ts'
import { createAsk } from '../../support/memory/ask-queue.ts'
import type { AskedWorld } from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'
import { PLAN_CONFIG, planWorld, ref } from '../../support/plans.ts'

const DAY = 24 * 60 * MINUTE
const RULE: CleanupRule = { when: {}, disableAfterDays: 90, deregisterAfterDays: 30, keepNewest: 2 }
const FAMILIES: Config['families'] = { web: { name: ['web-*'], owner: 'S0OWNERS', channel: 'ami-ready' } }

const cleanupWorld = async (
  images: number,
  rules: readonly CleanupRule[] = [RULE],
  config: Partial<Config> = {},
) => {
  const world = await planWorld(images, {
    families: FAMILIES,
    cleanup: { weekday: 'monday', hour: 9, rules },
    actions: { ...PLAN_CONFIG.actions, retire: { roles: ['operator'] } },
    ...config,
  })
  const askAny = createAsk(world as unknown as AskedWorld, 'c')
  const command = async (text: string, userId = 'U0MARIA'): Promise<string> => {
    await askAny('command', { text, place: { channelId: 'C0READY', isPrivate: false } }, userId)
    return world.messenger.privateMessages(userId).at(-1) ?? ''
  }
  /** Weeks pass, in runs of the schedule a few hours apart; the queue delivers what they ask for. */
  const pass = async (days: number): Promise<void> => {
    for (let hours = 0; hours < days * 24; hours += 6) {
      world.clock.advance(6 * 60 * MINUTE)
      await reconcile(world.needs)
      for (const slotMs of world.queues.cleanups.splice(0))
        await serveMessage(world.needs, { kind: 'clean-up', key: `clean-up/${slotMs}`, slotMs })
    }
  }
  const posted = (event: string, channel = 'ami-ready') =>
    world.messenger
      .posts(channel)
      .map(({ message }) => message)
      .filter(({ metadata }) => metadata?.event_type === event)
  const suggestions = (channel?: string) => posted('amiops_suggestion', channel)
  const warnings = (channel?: string) => posted('amiops_warning', channel)
  /** Makes a plan of all that the last suggestion holds, and carries it out. */
  const takeAll = async (approver?: string): Promise<string> => {
    const id = suggestions().at(-1)?.metadata?.event_payload.suggestion ?? ''
    const planId = await world.ask('plan', { from: { kind: 'suggestion', id }, viewId: `V0${id}` })
    await world.ask('submit-plan', {
      planId,
      viewId: `V0${id}`,
      purpose: 'cleaned up',
      options: {},
      ...(await world.typed(planId)),
    })
    if (approver) await world.ask('decide-plan', { planId, decision: 'approve' }, approver)
    await world.run(planId)
    return planId
  }
  return { ...world, command, pass, suggestions, warnings, takeAll }
}

describe('/ami cleanup', () => {
  test('suggests in the owner’s channel what is old, and what nothing needs; says why the others are not', async () => {
    const world = await cleanupWorld(5)
    const answer = await world.command('cleanup web')
    expect(answer).toMatch(/Suggested in .*disable 3 images/)
    expect(answer).toMatch(/among the newest 2 of its family: web-1, web-2/)
    const [card] = world.suggestions()
    expect(card?.text).toMatch(/<!subteam\^S0OWNERS>/)
    expect(card?.text).toMatch(/Clean-up of web.*24 GiB · up to ~\$1\.20/)
    expect(card?.text).toMatch(/Older than 90 days.*suggested 30 days after they were disabled/)
    expect(card?.text).toMatch(/web-5.*created .*no launch known/)
    expect(card?.text).not.toMatch(/`web-1`|`web-2`/)
    // Asked again, nothing is suggested twice.
    expect(await world.command('cleanup')).toMatch(/3 images are part of a suggestion already/)
    expect(world.suggestions()).toHaveLength(1)
    expect(world.images.changed).toEqual([])
  })

  test.each([
    ['shared', { share: true }, /shared: web-5/],
    ['protected', { protect: true }, /protected from deregistering: web-5/],
    ['named by an alias', { alias: true }, /named by an alias: web-5/],
    ['kept by its tag', { keep: '2999-01-01' }, /somebody keeps it: web-5/],
    ['kept by a tag that is no day', { keep: 'for ever' }, /somebody keeps it: web-5/],
    ['launched in another account', { launch: true }, /in use: web-5/],
  ])('an image that is %s is never suggested', async (_what, how: Record<string, unknown>, why) => {
    const families = how.alias
      ? {
          web: {
            name: ['web-*'],
            channel: 'ami-ready',
            aliases: [
              {
                name: 'prod',
                parameter: '/web/prod',
                in: [{ account: IMAGE.account, region: IMAGE.region }],
                gates: {},
              },
            ],
          },
        }
      : FAMILIES
    const accounts = [IMAGE.account, '210987654321'].map(id => ({ id, regions: [IMAGE.region] }))
    const world = await cleanupWorld(5, [RULE], { families, accounts })
    if (how.share) world.images.share(ref(5), { ...NOBODY, accounts: ['210987654321'] })
    if (how.protect) world.put(5, { deregistrationProtection: 'enabled' })
    if (how.keep) world.put(5, { tags: { 'amiops:keep-until': String(how.keep) } })
    if (how.alias) world.aliases.set(IMAGE, '/web/prod', ref(5).imageId)
    if (how.launch)
      world.instances.put({
        account: '210987654321',
        region: IMAGE.region,
        instanceId: 'i-1',
        state: 'running',
        tags: {},
        image: { imageId: ref(5).imageId },
      })
    expect(await world.command('cleanup')).toMatch(why)
    expect(world.suggestions()[0]?.text).not.toMatch(/`web-5`/)
    expect(world.suggestions()[0]?.text).toMatch(/disable 2 images/)
  })

  test('what cannot be looked up is named, and never suggested', async () => {
    const world = await cleanupWorld(4)
    world.uses.set('references', { known: false, why: 'AccessDenied' })
    expect(await world.command('cleanup')).toMatch(
      /Nothing to clean up.*web-4, web-3: who uses it is not known \(AccessDenied\)/,
    )
    world.uses.set('references', { known: true, value: [] })
    const { sharing } = world.needs.images
    world.needs.images.sharing = async image => {
      if (image.imageId === ref(4).imageId) throw Object.assign(new Error('no'), { name: 'Throttled' })
      return sharing(image)
    }
    await world.command('cleanup')
    expect(world.suggestions()[0]?.text).toMatch(/disable 1 image/)
    expect(world.suggestions()[0]?.text).toMatch(
      /Not suggested: web-4: who may launch it is not known \(Throttled\)/,
    )
  })

  test('an image of a plan that is not over is not suggested', async () => {
    const world = await cleanupWorld(4, [RULE], {
      actions: {
        ...PLAN_CONFIG.actions,
        disable: {
          roles: ['operator'],
          approval: { when: [], roles: ['approver'], channel: 'ami-alerts', withinMinutes: 600 },
        },
      },
    })
    const planId = await world.submit('disable', [3])
    const answer = await world.command('cleanup')
    expect(answer).toMatch(/disable 1 image/)
    expect(answer).toMatch(/👀 1 image is part of a plan already\. Due/)
    expect(world.suggestions()[0]?.text).not.toMatch(/`web-3`/)
    await world.ask('decide-plan', { planId, decision: 'decline', comment: 'no' }, 'U0ANNA')
    expect(await world.command('cleanup')).toMatch(
      /disable 1 image.*1 image is part of a suggestion already: </,
    )
  })

  test('an image whose plan is over can be due for its next step, though its suggestion is still open', async () => {
    const world = await cleanupWorld(3, [{ ...RULE, deregisterAfterDays: 5 }])
    await world.command('cleanup web')
    await world.takeAll('U0ANNA')
    expect(await world.command('cleanup')).toMatch(
      /Warned in .*1 disabled image may be deregistered in a week/,
    )
    expect(world.warnings()).toHaveLength(1)
  })

  test('owners without a channel: in the channel of their tag, else in that of the events, and the message names them', async () => {
    const world = await cleanupWorld(4, [{ ...RULE, keepNewest: 1 }], {
      families: {},
      fleet: { ownerTags: ['Team'], ownerChannels: { pay: 'ami-alerts' } },
    })
    world.put(2, { tags: { Team: 'pay' } })
    world.put(3, { tags: { Team: 'shop' } })
    await reconcile(world.needs)
    world.clock.advance(15 * MINUTE)
    await reconcile(world.needs)
    await world.command('cleanup')
    expect(world.suggestions('ami-alerts').map(({ text }) => text)).toEqual([
      expect.stringMatching(/`web-2`/),
    ])
    expect(world.suggestions('ami-alerts')[0]?.text).not.toMatch(/No channel is known/)
    expect(world.suggestions()[0]?.text).toMatch(
      /`web-4`.*`web-3`.*⚠️ No channel is known for these owners of images, so they may not see this: no owner tag \(1\), shop \(1\)\. An amiops admin can name one under fleet\.ownerChannels or families\./,
    )
  })

  test('bad input and no right get a clear sentence', async () => {
    const world = await cleanupWorld(3)
    expect(await world.command('cleanup web', 'U0STRANGER')).toMatch(/don’t have permission/)
    expect(await world.command('cleanup wbe')).toMatch(/No image of the family `wbe` is due/)
    expect(world.suggestions()).toHaveLength(0)
    const without = await planWorld(1)
    await createAsk(without as unknown as AskedWorld, 'c')('command', { text: 'cleanup' }, 'U0MARIA')
    expect(without.messenger.privateMessages('U0MARIA').at(-1)).toMatch(/isn’t configured.*docs\/cleanup\.md/)
  })
})

describe('the weekly clean-up', () => {
  test('disable first, warn the owners, deregister after the grace period: two plans that people confirm', async () => {
    const world = await cleanupWorld(4)
    await world.pass(7)
    expect(world.suggestions()).toHaveLength(1)
    expect(world.suggestions()[0]?.text).toMatch(/disable 2 images/)
    await world.takeAll()
    expect(world.images.stateOf(ref(3))).toBe('disabled')
    expect(world.warnings()).toHaveLength(0)
    // Disabled 24 days: nothing yet. A week before the end of the grace period, the owners are warned.
    await world.pass(21)
    expect(world.warnings()).toHaveLength(0)
    await world.pass(7)
    expect(world.warnings()).toHaveLength(1)
    expect(world.warnings()[0]?.text).toMatch(/2 disabled images may be deregistered after/)
    expect(world.warnings()[0]?.text).toMatch(/<!subteam\^S0OWNERS>/)
    expect(world.suggestions()).toHaveLength(1)
    await world.pass(7)
    expect(world.suggestions()).toHaveLength(2)
    expect(world.suggestions()[1]?.text).toMatch(/deregister 2 images.*disabled since/)
    expect(world.images.stateOf(ref(3))).toBe('disabled')
    await world.takeAll('U0ANNA')
    expect(world.images.stateOf(ref(3))).toBe('deregistered')
    expect(world.images.stateOf(ref(1))).toBe('available')
    expect(world.warnings()).toHaveLength(1)
  })

  test('deprecate, then disable, then deregister: three plans, with warnings before the date', async () => {
    const world = await cleanupWorld(3, [{ ...RULE, deprecateAfterDays: 60, keepNewest: 1 }])
    await world.pass(7)
    expect(world.suggestions()).toHaveLength(1)
    expect(world.suggestions()[0]?.text).toMatch(
      /retire 2 images.*Older than 60 days.*get a deprecation date a week after somebody confirms it.*Disabling is suggested once that date is over and they are older than 90 days\..*Buttons: Retire all…/,
    )
    const planId = await world.takeAll()
    // The beginning of the day a week later.
    const dateMs = Math.floor((world.clock.nowMs() + 7 * DAY) / DAY) * DAY
    const datesOf = async () => {
      const found = await world.images.describe(
        IMAGE.account,
        IMAGE.region,
        [ref(1), ref(2), ref(3)].map(({ imageId }) => imageId),
      )
      return [...found.values()].map(({ deprecatedAtMs }) => deprecatedAtMs)
    }
    expect(await datesOf()).toEqual([undefined, dateMs, dateMs])
    expect(world.countsOf(planId)).resolves.toEqual({ done: 2 })
    await world.pass(1)
    const warned = () =>
      world.messenger
        .posts('ami-ready')
        .filter(({ message }) => /(are|will be) deprecated/.test(message.text))
        .map(({ message }) => message.text)
    expect(warned()).toEqual([expect.stringMatching(/2 images will be deprecated soon, the first in 6 days/)])
    await world.pass(5)
    expect(world.suggestions()).toHaveLength(1)
    expect(warned()).toHaveLength(2)
    await world.pass(8)
    expect(warned()).toHaveLength(3)
    expect(world.suggestions()).toHaveLength(2)
    expect(world.suggestions()[1]?.text).toMatch(/disable 2 images.*deprecated since/)
    await world.takeAll()
    expect(world.images.stateOf(ref(3))).toBe('disabled')
    await world.pass(35)
    expect(world.suggestions()).toHaveLength(3)
    expect(world.suggestions()[2]?.text).toMatch(/deregister 2 images/)
  })

  test('the plan of dates is undone by one that removes them', async () => {
    const world = await cleanupWorld(3, [{ when: {}, deprecateAfterDays: 60, keepNewest: 1 }])
    await world.command('cleanup')
    const planId = await world.takeAll()
    const undo = await world.ask('plan', { from: { kind: 'undo', planId }, viewId: 'V0UNDO' })
    expect(world.formText('V0UNDO')).toMatch(/Their deprecation dates are removed/)
    expect(world.formText('V0UNDO')).toMatch(/Remove dates of 2/)
    await world.ask('submit-plan', { planId: undo, viewId: 'V0UNDO', purpose: 'a mistake', options: {} })
    await world.run(undo)
    expect((await world.ledger.readPlanImages(undo)).map(({ state }) => state)).toEqual(['done', 'done'])
    expect(world.images.changed.slice(-2)).toEqual(
      [2, 3].map(number => `DisableImageDeprecation ${ref(number).imageId}`),
    )
  })

  test('an image that is enabled after the warning is not deregistered; disabled again, it is warned of again', async () => {
    const world = await cleanupWorld(3, [{ ...RULE, disableAfterDays: 3000, keepNewest: 1 }])
    await world.submit('disable', [3]).then(world.run)
    await world.pass(30)
    expect(world.warnings()).toHaveLength(1)
    await world.submit('enable', [3]).then(world.run)
    await world.pass(7)
    expect(world.suggestions()).toHaveLength(0)
    await world.submit('disable', [3]).then(world.run)
    await world.pass(21)
    expect(world.suggestions()).toHaveLength(0)
    await world.pass(14)
    expect(world.warnings()).toHaveLength(2)
  })

  test('once a week, and made up for after an outage of a day; what nobody takes expires and comes again', async () => {
    const world = await cleanupWorld(4)
    await world.pass(7)
    expect(world.suggestions()).toHaveLength(1)
    await reconcile(world.needs)
    expect(world.queues.cleanups).toEqual([])
    await world.pass(6.75)
    world.clock.advance(DAY)
    await world.pass(1)
    expect(world.suggestions()).toHaveLength(2)
    expect(world.suggestions()[0]?.text).toMatch(/Expired: disable 2 images.*Nothing was changed/)
    expect(world.suggestions()[1]?.text).toMatch(/Suggested: disable 2 images/)
  })

  test('a function that ends at any call of the clean-up leaves one message', async () => {
    for (let at = 1; at < 200; at++) {
      const world = await cleanupWorld(3)
      const message = { kind: 'clean-up' as const, key: 'clean-up/0', slotMs: world.clock.nowMs() }
      const { injection, needs } = world.inject({ at, moment: at % 2 ? 'before' : 'after', failure: 'crash' })
      await serveMessage(needs as AskedWorld['needs'], message).catch(() => undefined)
      if (!injection.hasFailed()) return expect(at).toBeGreaterThan(10)
      world.clock.advance(2 * MINUTE)
      await serveMessage(world.needs, message)
      // What was written and not posted, the schedule posts.
      await reconcile(world.needs)
      expect(world.suggestions()).toHaveLength(1)
      expect(world.suggestions()[0]?.text).toMatch(/disable 1 image/)
    }
    throw new Error('Expected the clean-up to end.')
  })
})

test('images of another owner are suggested in another channel', async () => {
  const world = await cleanupWorld(3, [{ ...RULE, keepNewest: 1 }], {
    families: { web: { name: ['web-*'], channel: 'ami-alerts' } },
    channels: { ...PLAN_CONFIG.channels, fallback: 'ami-alerts' },
  })
  await world.command('cleanup')
  expect(world.suggestions('ami-alerts')).toHaveLength(1)
  expect(world.suggestions()).toHaveLength(0)
})
