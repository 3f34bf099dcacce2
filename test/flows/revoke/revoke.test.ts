import { imageKey } from '../../../src/domain/image.ts'
import { NOBODY } from '../../../src/domain/sharing.ts'
import { history } from '../../../src/flows/answer/history.ts'
import { serveMessage } from '../../../src/flows/serve.ts'
import { changeImage } from '../../../src/stored/change-image.ts'
import { build, DEV, EU, OTHER, PROD, US } from '../../support/aliases.ts'
import { PLAN_CONFIG } from '../../support/plans.ts'
import { BAD, COPY, DESCENDANT, GOOD, PARTNER, revokeWorld } from '../../support/revocations.ts'

type World = Awaited<ReturnType<typeof revokeWorld>>

const recordOf = async (world: World, image = BAD) =>
  (await world.ledger.readImages([image])).get(imageKey(image))

describe('a bad image is revoked', () => {
  test('the form: aliases and what they return to, the images, and who runs them', async () => {
    const world = await revokeWorld()
    await world.openRevoke()
    const form = world.formText()
    expect(form).toMatch(/web → prod, production · us-east-1: `web-2` → `web-1`/)
    expect(form).toMatch(/web → prod, staging · us-east-1: `web-2` → `web-1`/)
    expect(form).toMatch(/web → prod, production · eu-west-1: `web-2` → `web-1`/)
    expect(form).toMatch(/Then 3 images are disabled · the image itself, 1 copy, 1 descendant/)
    expect(form).toContain(DESCENDANT.imageId)
    expect(form).toMatch(/3 running instances are not affected: payments \(2\), platform \(1\)/)
    expect(form).not.toContain('dev*')
    expect(world.images.changed).toEqual([])
  })

  test('approved: the aliases return before any image is disabled, and each is confirmed', async () => {
    const world = await revokeWorld()
    const order: string[] = []
    const { put } = world.aliases
    const { change } = world.images
    world.needs.aliases = {
      ...world.aliases,
      put: async (session, id) => {
        order.push(`put ${session.place.region}`)
        return put(session, id)
      },
    }
    world.needs.images = {
      ...world.images,
      change: async one => {
        order.push(one.call)
        return change(one)
      },
    }
    const id = await world.revoke()
    expect(order.slice(0, 3).every(call => call.startsWith('put'))).toBe(true)
    expect(order.slice(3)).toEqual(['DisableImage', 'DisableImage', 'DisableImage'])
    for (const place of [US, OTHER]) expect(await world.named(place, PROD)).toBe(GOOD.imageId)
    expect(await world.named(US, DEV)).toBe(GOOD.imageId)
    expect([BAD, COPY, DESCENDANT, GOOD].map(world.stateOf)).toEqual([
      'disabled',
      'disabled',
      'disabled',
      'available',
    ])
    expect(world.cardOf('ami-alerts')).toMatch(
      /✅ Done: revoke web-2 \(3 images\).*the bad image.* · copy.* · descendant.*approved by <@U0ANNA>/,
    )
    // The title says that all is done.
    expect(world.cardOf('ami-alerts')).not.toMatch(/steps/)
    expect(world.cardOf('ami-alerts')).toContain('Undo…')
    expect((await recordOf(world))?.revoked).toMatchObject({
      by: { userId: 'U0MARIA' },
      reason: 'a backdoor',
      planId: id,
    })
    expect(
      await world.ledger.readAssignments({ ...US, family: 'web', alias: 'prod', parameter: PROD }, 1),
    ).toMatchObject([{ change: 'revoke', outcome: 'confirmed', to: { name: 'web-1' } }])
  })

  test('undone: enabled, shared as before, named by its aliases again, and no longer marked', async () => {
    const world = await revokeWorld()
    const id = await world.revoke()
    expect(await world.images.sharing(BAD)).toMatchObject({ accounts: [] })
    const undo = await world.submitRevoke({ kind: 'undo', planId: id })
    // Three images; what is done with aliases and launch permissions is no image.
    const asked = JSON.stringify(world.messenger.posts('ami-alerts').at(-1)?.message.blocks)
    expect(asked).toContain('"Undo the revocation of web-2?"')
    expect(asked).toContain('undo the revocation of web-2 (3 images)')
    expect(asked).toContain('Takes back into use: the image itself, 1 copy, 1 descendant.')
    expect(world.messenger.forms('V0ALIAS').at(-1)).toMatchObject({ title: { text: 'Undo' } })
    await world.approve(undo)
    await world.run(undo)
    expect([BAD, COPY, DESCENDANT].map(world.stateOf)).toEqual(['available', 'available', 'available'])
    expect((await world.images.sharing(BAD)).accounts).toEqual([OTHER.account, PARTNER])
    for (const place of [US, OTHER]) expect(await world.named(place, PROD)).toBe(BAD.imageId)
    expect(await world.named(EU, PROD)).toBe(COPY.imageId)
    expect(await recordOf(world)).not.toHaveProperty('revoked')
    expect(world.cardOf('ami-alerts')).toMatch(/✅ Done: undo the revocation of web-2/)
    const told = (await history(world, BAD)).text.match(/\*(?:Revo|Became|No longer|Dis|Enab)[^*]*\*[^·]*/g)
    expect(told?.map(line => line.replace(/ by <@U0MARIA> ?/, ''))).toEqual([
      '*Revocation undone*',
      '*Became prod again* of web in 2 places',
      '*Enabled*',
      '*Disabled*',
      '*Revoked*',
      '*No longer prod* of web in 2 places(revoked) ',
    ])
  })

  test('without an approval of its own, also where the alias has one', async () => {
    const world = await revokeWorld()
    const { approval: _none, ...revoke } = world.needs.config.actions.revoke ?? { roles: [] }
    world.needs.config = {
      ...world.needs.config,
      actions: { ...world.needs.config.actions, revoke },
    }
    const id = await world.submitRevoke()
    expect((await world.ledger.readPlan(id))?.state).toBe('running')
    await world.run(id)
    for (const place of [US, OTHER]) expect(await world.named(place, PROD)).toBe(GOOD.imageId)
    expect(world.stateOf(BAD)).toBe('disabled')
  })

  test('revoked a second time: the later undo removes the mark, and the earlier one leaves the image', async () => {
    const world = await revokeWorld()
    const first = await world.revoke()
    await world.images.change({ call: 'EnableImage', image: COPY })
    world.clock.advance(60_000)
    const second = await world.revoke()
    expect((await recordOf(world))?.revoked?.planId).toBe(second)
    await world.openRevoke({ kind: 'undo', planId: first })
    expect(world.formText()).toMatch(/Not undone:.*web-2: it is revoked by another plan/)
    const undo = await world.submitRevoke({ kind: 'undo', planId: second })
    await world.approve(undo)
    await world.run(undo)
    expect(await recordOf(world, COPY)).not.toHaveProperty('revoked')
    expect(await recordOf(world)).not.toHaveProperty('revoked')
  })

  test.each<[string, (world: World) => void, string[]]>([
    ['nobody had access any more when it was revoked again', () => {}, []],
    [
      'somebody else had access when it was revoked again',
      world => world.images.share(BAD, { ...NOBODY, accounts: [OTHER.account] }),
      [OTHER.account],
    ],
  ])('access that an earlier revocation took stays away: %s', async (_name, share, accounts) => {
    const world = await revokeWorld()
    await world.revoke()
    for (const image of [BAD, COPY]) await world.images.change({ call: 'EnableImage', image })
    share(world)
    world.clock.advance(60_000)
    const second = await world.revoke()
    const undo = await world.submitRevoke({ kind: 'undo', planId: second })
    await world.approve(undo)
    await world.run(undo)
    expect(world.stateOf(BAD)).toBe('available')
    expect((await world.images.sharing(BAD)).accounts).toEqual(accounts)
  })

  test('what was made private after an alert is not shared again by the undo', async () => {
    const world = await revokeWorld()
    const { channelId, ts } = { channelId: 'C0FAILURES', ts: '1.1' }
    world.images.share(BAD, { ...NOBODY, isPublic: true })
    const id = await world.revoke()
    // Enabled, shared again and made private meanwhile.
    await changeImage(world.ledger, BAD, now => ({
      ...now,
      alerts: [
        {
          id: 'call',
          atMs: 1,
          to: { ...NOBODY, isPublic: true },
          publicAccess: 'allowed' as const,
          channelId,
          ts,
          shownRev: 0,
          over: { atMs: 2, rev: 0, by: { userId: 'U0ANNA', workspaceId: 'T0SANDBOX' } },
        },
      ],
    }))
    const undo = await world.submitRevoke({ kind: 'undo', planId: id })
    expect(world.cardOf('ami-alerts')).toMatch(/Not undone:.*launch permissions of web-2/)
    await world.approve(undo)
    await world.run(undo)
    expect(world.stateOf(BAD)).toBe('available')
    expect(await world.images.sharing(BAD)).toMatchObject({ isPublic: false, accounts: [] })
  })

  test('nothing else of the family: the alias is named, and the image is disabled all the same', async () => {
    const world = await revokeWorld()
    for (const region of ['us-east-1', 'eu-west-1'])
      world.images.remove({
        ...GOOD,
        region,
        imageId: region === 'us-east-1' ? GOOD.imageId : 'ami-20000000000000001',
      })
    await world.openRevoke()
    expect(world.formText()).toMatch(/⛔ web → prod, production · us-east-1: no other image of the family/)
    const id = await world.revoke()
    expect(await world.named(US, PROD)).toBe(BAD.imageId)
    expect(world.stateOf(BAD)).toBe('disabled')
    expect((await world.ledger.readPlan(id))?.revocation?.stranded).toHaveLength(3)
  })

  test('an alias that cannot be set does not keep its image from being disabled', async () => {
    const world = await revokeWorld()
    world.aliases.refuse(US, 'put', Object.assign(new Error('no'), { name: 'AccessDeniedException' }))
    const id = await world.revoke()
    expect(world.stateOf(BAD)).toBe('disabled')
    expect(await world.named(US, PROD)).toBe(BAD.imageId)
    expect(world.cardOf('ami-alerts')).toMatch(
      /⚠️ Done in part.*6 steps: 5 done, 1 failed.*❌ web → prod, production · us-east-1.*✅/,
    )
    expect((await world.ledger.readPlan(id))?.state).toBe('finished')
  })

  test('a place that does not answer is named as not checked', async () => {
    const world = await revokeWorld()
    world.needs.images = {
      ...world.images,
      madeFrom: async (account, region, ids) => {
        if (account === OTHER.account) throw Object.assign(new Error('slow'), { name: 'TimeoutError' })
        return world.images.madeFrom(account, region, ids)
      },
    }
    await world.openRevoke()
    expect(world.formText()).toMatch(
      /Not checked: what was made from it in staging us-east-1 \(TimeoutError\)/,
    )
  })

  test('the image itself cannot be looked at: the form says that it was not revoked', async () => {
    const world = await revokeWorld()
    world.needs.images = {
      ...world.images,
      describe: async () => {
        throw Object.assign(new Error('slow'), { name: 'TimeoutError' })
      },
    }
    await world.openRevoke()
    expect(world.formText()).toMatch(
      new RegExp(`${BAD.imageId}.* was not revoked: couldn’t read the image from EC2.*no answer in time`),
    )
  })

  test('something was built from it meanwhile: the form is shown again', async () => {
    const world = await revokeWorld()
    const id = await world.openRevoke()
    const another = { ...US, imageId: 'ami-4000000000000000b' }
    world.images.put(another, {
      state: 'available',
      name: 'checkout-10',
      tags: {},
      sourceInstanceId: 'i-2',
      sourceImageId: BAD.imageId,
      snapshots: [],
    })
    await world.send(id)
    expect(world.formText()).toMatch(/This has changed since you saw it/)
    expect(world.formText()).toContain(another.imageId)
  })

  test('/ami revoke and a name: the form of its newest copy; a name that several builds have is a choice', async () => {
    const world = await revokeWorld()
    await world.ask('command', { text: 'revoke web-2', viewId: 'V0ALIAS' })
    expect(world.formText()).toMatch(/Then 3 images are disabled/)
    await world.ask('command', { text: 'revoke web-*', viewId: 'V0ALIAS' })
    expect(world.formText()).toMatch(/Which image\?/)
    await world.ask('command', { text: 'revoke web-7', viewId: 'V0ALIAS' })
    expect(world.formText()).toMatch(/No image matches/)
  })

  test('a function that ends at any call while it is approved, and while it runs: every step is done once', async () => {
    const whole = await revokeWorld()
    const { injection: counter, needs: counted } = whole.inject()
    const planned = await whole.submitRevoke()
    const decide = (world: World, needs: World['needs'], id: string) =>
      serveMessage(needs, {
        kind: 'decide-plan',
        key: 'decision'.padEnd(40, '0'),
        person: { userId: 'U0ANNA', name: 'anna', workspaceId: 'T0SANDBOX' },
        place: { channelId: 'C0ALERTS', isPrivate: false },
        workspaceId: 'T0SANDBOX',
        appId: 'A0AMIOPS',
        askedAtMs: world.clock.nowMs(),
        planId: id,
        decision: 'approve',
      })
    await decide(whole, counted as World['needs'], planned)
    const calls = counter.called.length
    expect(calls).toBeGreaterThan(10)
    for (let at = 1; at <= calls; at++) {
      const world = await revokeWorld()
      const id = await world.submitRevoke()
      const { needs } = world.inject({ at, moment: 'after', failure: 'crash' })
      await decide(world, needs as World['needs'], id).catch(() => undefined)
      world.clock.advance(100_000)
      await decide(world, world.needs, id)
      await world.run(id)
      const marked = (await recordOf(world, DESCENDANT))?.revoked?.planId
      expect([at, marked, world.stateOf(BAD), await world.named(US, PROD)]).toEqual([
        at,
        id,
        'disabled',
        GOOD.imageId,
      ])
      expect(world.images.changed.filter(one => one.startsWith('DisableImage'))).toHaveLength(3)
    }
  })

  test('above what one person may change within an hour: the approver types the number of images', async () => {
    const world = await revokeWorld()
    const limited = (destructivePerHour: number) => {
      world.needs.config = { ...world.needs.config, limits: { destructivePerHour } }
    }
    // Three images, and three aliases that do not count.
    limited(3)
    const within = await world.submitRevoke()
    expect((await world.ledger.readPlan(within))?.approval).not.toHaveProperty('mustTypeNumber')
    limited(2)
    const id = await world.openRevoke()
    expect(world.formText()).toMatch(/3 images are more than the 2 that you may change/)
    await world.send(id, { purpose: 'a backdoor' })
    expect(world.cardOf('ami-alerts')).toMatch(/\(3 images\).*the approver types the number of images/)
    await world.ask('decide-plan', { planId: id, decision: 'approve', number: 6 }, 'U0ANNA')
    expect((await world.ledger.readPlan(id))?.state).toBe('waiting')
    await world.ask('decide-plan', { planId: id, decision: 'approve', number: 3 }, 'U0ANNA')
    await world.run(id)
    expect([BAD, COPY, DESCENDANT].map(world.stateOf)).toEqual(['disabled', 'disabled', 'disabled'])
  })

  test('the undo of an undo, which no card offers: there is nothing to undo', async () => {
    const world = await revokeWorld()
    const id = await world.revoke()
    const undo = await world.submitRevoke({ kind: 'undo', planId: id })
    await world.approve(undo)
    await world.run(undo)
    await world.openRevoke({ kind: 'undo', planId: undo })
    expect(world.formText()).toMatch(/There is nothing to undo/)
  })

  test('without a role, or a reason: nothing', async () => {
    const world = await revokeWorld()
    await world.ask('plan', { from: { kind: 'revoke', image: BAD }, viewId: 'V0ALIAS' }, 'U0SAM')
    expect(world.formText()).toMatch(/don’t have permission to revoke/)
    const id = await world.openRevoke()
    await world.send(id, { purpose: '' })
    expect((await world.ledger.readPlan(id))?.state).toBe('open')
    expect(world.images.changed).toEqual([])
  })

  test('revoked and enabled outside amiops: held back from promotion and Roll back, whatever is overridden, for that reason', async () => {
    const world = await revokeWorld()
    const id = await world.revoke()
    const reason = '⛔ production · us-east-1: it is revoked by @maria: a backdoor'
    await world.open({ kind: 'promote', image: BAD, alias: 'dev' })
    expect(world.formText()).toContain(reason)
    for (const image of [BAD, COPY]) await world.images.change({ call: 'EnableImage', image })
    for (const alias of ['dev', 'prod']) {
      const plan = await world.open({ kind: 'promote', image: BAD, alias })
      expect(world.formText()).toContain(reason)
      expect(world.formText()).not.toContain('Override')
      await world.send(plan, { overrides: true })
      expect((await world.ledger.readPlan(plan))?.state).toBe('open')
    }
    await world.open({ kind: 'rollback', planId: id, family: 'web', alias: 'prod' })
    await world.open({ kind: 'rollback', family: 'web', alias: 'prod' })
    expect(world.formText()).toContain(reason)
    expect(world.formText()).not.toContain('web-2"')
    expect(await world.named(US, DEV)).toBe(GOOD.imageId)
  })
})

describe('nobody lets a revoked image be launched again without the second person of its undo', () => {
  const alone = (world: World, action: string, image = BAD) =>
    world.askAny('change', { action, image, viewId: 'V0ALIAS' }, 'U0MARIA')

  test.each(['click', 'typed', 'form'] as const)('Enable by a %s', async way => {
    const world = await revokeWorld()
    await world.revoke()
    if (way === 'click') await alone(world, 'enable')
    if (way === 'typed') await world.ask('command', { text: `enable ${BAD.imageId}`, viewId: 'V0ALIAS' })
    if (way === 'form')
      await world.askAny('propose', { action: 'enable', image: BAD, viewId: 'V0ALIAS' }, 'U0MARIA')
    expect(world.stateOf(BAD)).toBe('disabled')
    expect(world.formText()).toMatch(
      /was not enabled: it is revoked.*Revoked by <@U0MARIA>: .*a backdoor.*Undo revocation…/,
    )
    const history = await world.ledger.readHistory(BAD, 5)
    expect(history).toContainEqual(
      expect.objectContaining({ outcome: 'refused', reason: 'it is revoked by @maria: a backdoor' }),
    )
    expect((await recordOf(world))?.revoked).toBeDefined()
  })

  test.each(['share', 'shareWith'] as const)('%s, where it was enabled outside amiops', async action => {
    const world = await revokeWorld({ ...PLAN_CONFIG.actions, [action]: { roles: ['operator'] } })
    await world.revoke()
    await world.images.change({ call: 'EnableImage', image: BAD })
    if (action === 'share') await alone(world, 'share')
    else await world.askAny('propose', { action, image: BAD, viewId: 'V0ALIAS' }, 'U0MARIA')
    expect((await world.images.sharing(BAD)).accounts).toEqual([])
    expect(world.formText()).toMatch(/it is revoked/)
  })

  test('a plan of many images leaves it out, and refuses it where it was revoked meanwhile', async () => {
    const world = await revokeWorld()
    await world.revoke()
    await world.images.change({ call: 'DisableImage', image: GOOD })
    const from = { kind: 'list', verb: 'list', filters: '' }
    const enable = { from, action: 'enable', images: [BAD, GOOD], viewId: 'V0ALIAS' }
    const id = await world.ask('plan', enable)
    expect(world.formText()).toMatch(/1 selected image left out: it is revoked by @maria: a backdoor/)
    await changeImage(world.ledger, GOOD, now => ({
      ...now,
      revoked: { by: { userId: 'U0ANNA', name: 'anna', workspaceId: 'T0SANDBOX' }, atMs: 1, planId: 'x' },
    }))
    await world.send(id)
    expect(world.formText()).toMatch(/it is revoked by @anna/)
    expect([BAD, GOOD].map(world.stateOf)).toEqual(['disabled', 'disabled'])
  })

  test('an approved request that waited while it was revoked is refused', async () => {
    const world = await revokeWorld({
      ...PLAN_CONFIG.actions,
      enable: {
        roles: ['operator'],
        approval: { when: [], roles: ['approver'], channel: 'ami-alerts', withinMinutes: 60 },
      },
    })
    await world.images.change({ call: 'DisableImage', image: BAD })
    const asked = await alone(world, 'enable')
    await world.revoke()
    await world.askAny('decide', { proposalId: asked, decision: 'approve' }, 'U0ANNA')
    expect(world.stateOf(BAD)).toBe('disabled')
  })

  test('already disabled, it is revoked all the same, with approval, and its undo only removes the mark', async () => {
    const world = await revokeWorld()
    for (const image of [BAD, COPY, DESCENDANT]) await world.images.change({ call: 'DisableImage', image })
    for (const place of [US, OTHER, EU]) world.aliases.set(place, PROD, GOOD.imageId)
    const id = await world.submitRevoke()
    expect((await world.ledger.readPlan(id))?.state).toBe('waiting')
    await world.approve(id)
    await world.run(id)
    await alone(world, 'enable')
    expect(world.stateOf(BAD)).toBe('disabled')
    const undo = await world.submitRevoke({ kind: 'undo', planId: id })
    expect((await world.ledger.readPlan(undo))?.state).toBe('waiting')
    await world.approve(undo)
    await world.run(undo)
    expect(await recordOf(world)).not.toHaveProperty('revoked')
    await alone(world, 'enable')
    expect(world.stateOf(BAD)).toBe('available')
  })

  test('somebody has set an alias since, and enabled an image: the undo leaves both, and says so', async () => {
    const world = await revokeWorld()
    const id = await world.revoke()
    world.put(3)
    world.aliases.set(US, PROD, build(3).imageId)
    world.aliases.set(OTHER, PROD, BAD.imageId)
    await world.images.change({ call: 'EnableImage', image: BAD })
    const undo = await world.submitRevoke({ kind: 'undo', planId: id })
    expect(world.cardOf('ami-alerts')).toMatch(
      new RegExp(`Not undone:.*prod of web in production us-east-1: it names ${build(3).imageId} now`),
    )
    await world.approve(undo)
    await world.run(undo)
    expect(await world.named(US, PROD)).toBe(build(3).imageId)
    expect(await world.named(EU, PROD)).toBe(COPY.imageId)
    expect(await recordOf(world)).not.toHaveProperty('revoked')
    await world.openRevoke({ kind: 'undo', planId: id })
    expect(world.formText()).toMatch(/There is nothing to undo/)
  })
})
