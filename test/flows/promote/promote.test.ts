import { assignmentOf } from '../../../src/domain/seen-alias.ts'
import { NOBODY } from '../../../src/domain/sharing.ts'
import { history } from '../../../src/flows/answer/history.ts'
import { changeImage } from '../../../src/stored/change-image.ts'
import { aliasWorld, build, DEV, EU, OTHER, PROD, US } from '../../support/aliases.ts'

const REVOKED = { by: { userId: 'U0ANNA', name: 'anna', workspaceId: 'T0SANDBOX' }, atMs: 1, planId: 'other' }

describe('an image is promoted', () => {
  test('to the first alias of its family, in each place to its own copy; confirmed by a read', async () => {
    const world = aliasWorld()
    const id = await world.open({ kind: 'promote', image: build(1) })
    expect(world.formText()).toMatch(/web → dev/)
    expect(world.formText()).toMatch(/production · eu-west-1/)
    await world.send(id)
    expect(world.formText()).toMatch(/Promote web-1 to dev in 3 places: started/)
    await world.run(id)
    expect(await world.named(US, DEV)).toBe(build(1).imageId)
    expect(await world.named(EU, DEV)).toBe(build(1, 'eu-west-1').imageId)
    expect(await world.named(OTHER, DEV)).toBe(build(1).imageId)
    expect(world.cardOf()).toMatch(/✅ Done: promote web-1 to dev in 3 places/)
    expect(world.cardOf()).toMatch(/✅ staging · us-east-1 `not set` → `web-1` · confirmed|confirmed/)
    expect(world.cardOf()).toMatch(/Buttons: Roll back…/)
    const [entry] = await world.ledger.readAssignments(
      { ...US, family: 'web', alias: 'dev', parameter: DEV },
      5,
    )
    expect(entry).toMatchObject({
      change: 'promote',
      outcome: 'confirmed',
      version: 1,
      purpose: 'CVE-2026-1',
    })
  })

  test('to prod only after dev, and with an approval that is not the own one', async () => {
    const world = aliasWorld()
    await world.open({ kind: 'promote', image: build(1), alias: 'prod' })
    expect(world.formText()).toMatch(/dev has not named it there/)
    await world.promote(build(1), 'dev')
    const id = await world.send(await world.open({ kind: 'promote', image: build(1) }))
    expect(world.cardOf('ami-alerts')).toMatch(/Approval needed: promote web-1 to prod in 3 places/)
    await world.ask('decide-plan', { planId: id, decision: 'approve' })
    expect((await world.ledger.readPlan(id))?.state).toBe('waiting')
    await world.approve(id)
    await world.run(id)
    expect(await world.named(OTHER, PROD)).toBe(build(1).imageId)
    expect(world.cardOf('ami-alerts')).toMatch(/✅ Done.*approved by <@U0ANNA>/)
  })
})

describe('who uses the alias', () => {
  test('is in the form and on the card of the approval: templates that name it, instances of the image before', async () => {
    const world = aliasWorld()
    for (const place of [US, EU, OTHER]) world.aliases.set(place, PROD, build(1, place.region).imageId)
    for (const place of [US, EU, OTHER]) world.aliases.set(place, DEV, build(2, place.region).imageId)
    world.uses.nameParameter(US, PROD, 'web-blue')
    world.uses.nameParameter(US, PROD, 'web-green')
    world.uses.nameParameter(EU, PROD, 'web-blue')
    world.instances.put(
      { ...US, instanceId: 'i-1', state: 'running', tags: {}, image: { imageId: build(1).imageId } },
      { ...US, instanceId: 'i-2', state: 'running', tags: {}, image: { imageId: build(2).imageId } },
    )
    const used =
      /Used by 3 launch templates: web-blue, web-green · 1 instance runs what it names now: it is not affected/
    const id = await world.open({ kind: 'promote', image: build(2), alias: 'prod' })
    expect(world.formText()).toMatch(used)
    await world.send(id)
    expect(world.cardOf('ami-alerts')).toMatch(used)
  })

  test('nobody, and a place that does not answer', async () => {
    const world = aliasWorld()
    world.uses.refuseTemplates(EU, 'UnauthorizedOperation')
    await world.open({ kind: 'promote', image: build(1) })
    expect(world.formText()).toMatch(
      /No launch template that names it was found · no instance was found that runs what it names now · ⚠️ not known in production · eu-west-1/,
    )
  })
})

describe('what is held back', () => {
  const shown = async (world: ReturnType<typeof aliasWorld>, alias = 'dev') => {
    await world.open({ kind: 'promote', image: build(1), alias })
    return world.formText()
  }

  test('a place without a copy, or whose copy is not shared, is named, and the others go', async () => {
    const world = aliasWorld()
    world.images.remove(build(1, 'eu-west-1'))
    world.images.share(build(1), {
      accounts: [],
      organizations: [],
      organizationalUnits: [],
      isPublic: false,
    })
    const id = await world.open({ kind: 'promote', image: build(1) })
    expect(world.formText()).toMatch(/⛔ production · eu-west-1: no copy of it is there/)
    expect(world.formText()).toMatch(
      /⛔ staging · us-east-1: its copy in production is not shared with this account/,
    )
    await world.run(await world.send(id))
    expect(await world.statesOf(id)).toEqual({ 'production us-east-1': 'done' })
    expect(world.cardOf()).toMatch(/no copy of it is there/)
  })

  test.each([
    [{ state: 'disabled' as const }, /it is disabled/],
    [{ state: 'failed' as const }, /it is failed/],
    [{ deprecatedAtMs: 1 }, /it is deprecated/],
    [{ createdAtMs: Date.UTC(2025, 0, 1) }, /days old, and prod takes no image older than 60 days/],
  ])('an image with %j', async (facts, why) => {
    const world = aliasWorld()
    world.put(1, facts)
    expect(await shown(world, 'prod')).toMatch(why)
    expect(world.formText()).toContain('"submit":{"type":"plain_text","text":"Next"')
  })

  test('a parameter of another data type, with what to do', async () => {
    const world = aliasWorld()
    world.aliases.set(US, DEV, 'ami-old', { dataType: 'text' })
    expect(await shown(world)).toMatch(
      /\/golden\/web\/dev is there as String with data type text, which cannot be changed: delete it/,
    )
  })

  test('a place that does not answer', async () => {
    const world = aliasWorld()
    world.aliases.refuse(EU, 'read', new Error('the permission ssm:GetParameters is missing'))
    expect(await shown(world)).toMatch(
      /eu-west-1: Parameter Store did not answer: the permission ssm:GetParameters is missing/,
    )
  })

  test('another family or architecture, and prod before dev: only with an override and a reason', async () => {
    const world = aliasWorld()
    world.put(1, { name: 'db-1', architecture: 'arm64' })
    world.aliases.set(US, PROD, build(2).imageId)
    const id = await world.open({ kind: 'promote', image: build(1), family: 'web', alias: 'prod' })
    expect(world.formText()).toMatch(
      /it is of the family db, not web; dev has not named it there; it is arm64, and what prod names now is x86_64/,
    )
    await world.send(id)
    expect(world.formText()).toMatch(/Nothing can be set as it is: tick “Override/)
    await world.send(id, { overrides: true, purpose: ' ' })
    expect(world.formText()).toMatch(/Enter a reason/)
    const sent = await world.send(id, { overrides: true })
    expect(sent).not.toBe(id)
    expect(world.cardOf('ami-alerts')).toMatch(/⚠️ Overridden: it is of the family db, not web/)
    await world.approve(sent)
    await world.run(sent)
    expect(await world.named(US, PROD)).toBe(build(1).imageId)
  })

  test('nobody without the right, and nothing where the family has no alias', async () => {
    const world = aliasWorld()
    await world.open({ kind: 'promote', image: build(1) }, 'U0STRANGER')
    expect(world.formText()).toMatch(/You don’t have permission to promote an alias/)
    world.put(1, { name: 'db-1' })
    await world.open({ kind: 'promote', image: build(1) })
    expect(world.formText()).toMatch(/the family `db` has none/)
    await world.open({ kind: 'promote', image: build(2), alias: 'qa' })
    expect(world.formText()).toMatch(/The family `web` has no alias `qa`.*Its aliases: `dev`, `prod`/)
  })
})

describe('another alias is chosen in the form', () => {
  test('it is shown before it is set, with its own approval, and set once that is given', async () => {
    const world = aliasWorld()
    await world.promote(build(2), 'dev')
    const id = await world.open({ kind: 'promote', image: build(2), alias: 'dev' })
    const chosen = await world.ask('submit-plan', {
      planId: id,
      viewId: 'V0ALIAS',
      options: {},
      alias: 'prod',
    })
    expect((await world.ledger.readPlan(chosen))?.state).toBe('open')
    expect(world.formText()).toMatch(/This is what you chose.*web → prod.*Requires approval/)
    expect(world.formText()).not.toMatch(/has changed since/)
    const sent = await world.send(chosen, { alias: 'prod' })
    expect((await world.ledger.readPlan(sent))?.state).toBe('waiting')
    await world.approve(sent)
    await world.run(sent)
    expect(await world.named(US, PROD)).toBe(build(2).imageId)
    expect((await world.ledger.readPlan(id))?.state).toBe('open')
  })

  test('one that the family does not have: why not, and nothing is set', async () => {
    const world = aliasWorld()
    const id = await world.open({ kind: 'promote', image: build(2) })
    await world.ask('submit-plan', { planId: id, viewId: 'V0ALIAS', options: {}, alias: 'qa`<!here>' })
    expect(world.formText()).toMatch(/The family `web` has no alias/)
    expect(world.formText()).not.toContain('<!here>')
    expect(world.queues.plans).toEqual([])
  })
})

test('EC2 does not answer for the image: the form says so at once', async () => {
  const world = aliasWorld()
  world.needs.images = {
    ...world.images,
    describe: async () => {
      throw Object.assign(new Error('slow'), { name: 'TimeoutError' })
    },
  }
  await world.open({ kind: 'promote', image: build(2) })
  expect(world.formText()).toMatch(/was not promoted.*couldn’t read the image from EC2.*Try again/)
})

describe('each place is checked afresh', () => {
  test('somebody moved it after the form was opened: shown again; after it was sent: refused', async () => {
    const world = aliasWorld()
    const id = await world.open({ kind: 'promote', image: build(2) })
    world.aliases.set(US, DEV, build(1).imageId)
    const again = await world.ask('submit-plan', { planId: id, viewId: 'V0ALIAS', options: {} })
    expect(world.formText()).toMatch(/This has changed since you saw it/)
    await world.send(again)
    world.aliases.set(EU, DEV, 'ami-00000000000000009')
    await world.run(again)
    expect(await world.statesOf(again)).toEqual({
      'production us-east-1': 'done',
      'production eu-west-1': 'refused',
      'staging us-east-1': 'done',
    })
    expect(world.cardOf()).toMatch(
      /🚫 production · eu-west-1 .*it names ami-00000000000000009 now, not nothing as when it was requested/,
    )
  })

  test('a place was held back: done in part; where it names the image already, done', async () => {
    const world = aliasWorld()
    world.images.remove(build(1, 'eu-west-1'))
    await world.promote(build(1), 'dev')
    expect(world.cardOf()).toMatch(
      /⚠️ Done in part: .*⛔ production · eu-west-1: no copy.*✅ production · us-east-1/,
    )
    world.aliases.set(US, DEV, build(2).imageId)
    await world.promote(build(2), 'dev')
    expect(world.cardOf()).toMatch(
      /✅ Done: .*✅ staging · us-east-1.*confirmed.*✅ production · us-east-1: it names this image already/,
    )
  })

  test('an image that was revoked since is refused', async () => {
    const world = aliasWorld()
    const id = await world.send(await world.open({ kind: 'promote', image: build(1) }))
    await changeImage(world.ledger, build(1), now => ({ ...now, revoked: REVOKED }))
    await world.run(id)
    expect(await world.named(US, DEV)).toBeUndefined()
    expect(world.cardOf()).toMatch(/web-1: it is revoked by @anna/)
  })

  test('an image that its owner shares no more, and one that was deprecated meanwhile', async () => {
    const world = aliasWorld()
    const id = await world.send(await world.open({ kind: 'promote', image: build(1) }))
    world.images.share(build(1), NOBODY)
    await world.run(id)
    expect(await world.statesOf(id)).toEqual({
      'production us-east-1': 'done',
      'production eu-west-1': 'done',
      'staging us-east-1': 'refused',
    })
    expect(world.cardOf()).toMatch(/web-1: it is not shared with this account any more/)
    const other = await world.send(await world.open({ kind: 'promote', image: build(2) }))
    world.put(2, { deprecatedAtMs: 1 })
    await world.run(other)
    expect(new Set(Object.values(await world.statesOf(other)))).toEqual(new Set(['refused']))
    expect(world.cardOf()).toMatch(/web-2: it is deprecated/)
  })

  test('an image that is gone since, and a right that is gone since', async () => {
    const world = aliasWorld()
    const id = await world.send(await world.open({ kind: 'promote', image: build(1) }))
    world.images.remove(build(1))
    await world.run(id)
    expect(Object.values(await world.statesOf(id)).sort()).toEqual(['done', 'refused', 'refused'])
    const other = await world.send(await world.open({ kind: 'promote', image: build(2) }))
    world.messenger.setMembers('S0OPERATORS', [])
    world.clock.advance(60_000)
    await world.run(other)
    expect(new Set(Object.values(await world.statesOf(other)))).toEqual(new Set(['refused']))
    expect(world.cardOf()).toMatch(/no permission/)
  })

  test('two promotions at once: the second sees the first, and is refused', async () => {
    const world = aliasWorld()
    const first = await world.send(await world.open({ kind: 'promote', image: build(1) }))
    const second = await world.send(await world.open({ kind: 'promote', image: build(2) }))
    await world.run(first)
    await world.run(second)
    expect(new Set(Object.values(await world.statesOf(first)))).toEqual(new Set(['done']))
    expect(new Set(Object.values(await world.statesOf(second)))).toEqual(new Set(['refused']))
    expect(await world.named(US, DEV)).toBe(build(1).imageId)
  })

  test('an image that Parameter Store accepts and does not take has failed', async () => {
    const world = aliasWorld()
    world.aliases.validateLater()
    world.aliases.reject(build(1).imageId)
    const id = await world.send(await world.open({ kind: 'promote', image: build(1) }))
    await world.deliver()
    world.aliases.validate()
    await world.run(id)
    expect(await world.statesOf(id)).toEqual({
      'production us-east-1': 'failed',
      'production eu-west-1': 'done',
      'staging us-east-1': 'failed',
    })
    expect(world.cardOf()).toMatch(/accepted the image and did not take it: it still names nothing/)
  })

  test('somebody else sets it in the same moment: done, and what was replaced is named', async () => {
    const world = aliasWorld()
    world.aliases.set(US, DEV, build(1).imageId)
    const id = await world.send(await world.open({ kind: 'promote', image: build(2) }))
    const { put } = world.aliases
    world.needs.aliases = {
      ...world.aliases,
      async put(session, imageId) {
        const { place } = session
        if (place.region === 'us-east-1' && place.account === US.account)
          world.aliases.set(place, DEV, 'ami-00000000000000009', {
            by: 'arn:aws:iam::123456789012:role/terraform',
          })
        return put(session, imageId)
      },
    }
    await world.run(id)
    expect(await world.named(US, DEV)).toBe(build(2).imageId)
    expect(world.cardOf()).toMatch(
      /confirmed: terraform set it to ami-00000000000000009 \(version 2\) a moment before, and this replaced that/,
    )
  })

  test('one place is throttled: it waits, and holds up no other', async () => {
    const world = aliasWorld()
    world.aliases.refuse(
      EU,
      'put',
      Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }),
    )
    const id = await world.send(await world.open({ kind: 'promote', image: build(1) }))
    await world.deliver()
    await world.deliver()
    expect(await world.named(US, DEV)).toBe(build(1).imageId)
    expect(await world.named(EU, DEV)).toBeUndefined()
    world.aliases.refuse(EU, 'put')
    await world.run(id)
    expect(new Set(Object.values(await world.statesOf(id)))).toEqual(new Set(['done']))
  })
})

describe('retry, and roll back', () => {
  const denied = Object.assign(new Error('User is not authorized'), { name: 'AccessDeniedException' })

  test('a place that failed is named, and Retry sets it without a new approval', async () => {
    const world = aliasWorld()
    await world.promote(build(1), 'dev')
    world.aliases.refuse(EU, 'put', denied)
    const id = await world.promote(build(1), 'prod')
    expect(world.cardOf('ami-alerts')).toMatch(
      /⚠️ Done in part: promote web-1 to prod in 3 places\. Reason: CVE-2026-1\. ❌ production · eu-west-1 · failed: amiops lacks permission for ssm:PutParameter \(AccessDeniedException\)\. Ask your AWS admin to check its IAM role and SCPs\. ✅ .*Buttons: Retry…, Roll back…/,
    )
    world.aliases.refuse(EU, 'put')
    const again = await world.send(await world.open({ kind: 'retry', planId: id }))
    expect((await world.ledger.readPlan(again))?.state).toBe('running')
    await world.run(again)
    expect(await world.statesOf(again)).toEqual({ 'production eu-west-1': 'done' })
    expect(world.cardOf('ami-alerts')).toMatch(/✅ Done.*approved by <@U0ANNA>/)
    expect(await world.named(EU, PROD)).toBe(build(1, 'eu-west-1').imageId)
  })

  test('Retry after a day, or by somebody else, needs a new approval', async () => {
    const world = aliasWorld()
    await world.promote(build(1), 'dev')
    world.aliases.refuse(EU, 'put', denied)
    const id = await world.promote(build(1), 'prod')
    const others = await world.open({ kind: 'retry', planId: id }, 'U0ALEX')
    await world.ask(
      'submit-plan',
      { planId: others, viewId: 'V0ALIAS', options: {}, purpose: 'mine' },
      'U0ALEX',
    )
    expect((await world.ledger.readPlan(others))?.state).toBe('waiting')
    world.clock.advance(25 * 60 * 60_000)
    const again = await world.send(await world.open({ kind: 'retry', planId: id }))
    expect((await world.ledger.readPlan(again))?.state).toBe('waiting')
  })

  test('Retry of a Retry counts its day from the approval; after Stop, nothing counts', async () => {
    const world = aliasWorld()
    await world.promote(build(1), 'dev')
    world.aliases.refuse(EU, 'put', denied)
    const id = await world.promote(build(1), 'prod')
    world.clock.advance(20 * 60 * 60_000)
    const again = await world.send(await world.open({ kind: 'retry', planId: id }))
    expect((await world.ledger.readPlan(again))?.state).toBe('running')
    await world.run(again)
    world.clock.advance(5 * 60 * 60_000)
    const third = await world.send(await world.open({ kind: 'retry', planId: again }))
    expect((await world.ledger.readPlan(third))?.state).toBe('waiting')
    await world.approve(third)
    await world.ask('stop-plan', { planId: third }, 'U0ANNA')
    await world.run(third)
    const last = await world.send(await world.open({ kind: 'retry', planId: third }))
    expect((await world.ledger.readPlan(last))?.state).toBe('waiting')
  })

  test('Retry overrides what was overridden, and nothing else', async () => {
    const world = aliasWorld()
    world.aliases.refuse(EU, 'put', denied)
    const id = await world.send(await world.open({ kind: 'promote', image: build(1), alias: 'prod' }), {
      overrides: true,
    })
    await world.approve(id)
    await world.run(id)
    await world.open({ kind: 'retry', planId: id })
    expect(world.formText()).toMatch(/web → prod/)
    expect(world.formText()).not.toMatch(/⚠️ production/)
    await changeImage(world.ledger, build(1, 'eu-west-1'), now => ({ ...now, revoked: REVOKED }))
    await world.open({ kind: 'retry', planId: id })
    expect(world.formText()).toMatch(/⛔ production · eu-west-1: it is revoked by @anna/)
  })

  test('what amiops could not set, and somebody sets by hand, is theirs', async () => {
    const world = aliasWorld()
    world.aliases.refuse(EU, 'put', denied)
    await world.promote(build(1), 'dev')
    const place = { ...EU, family: 'web', alias: 'dev', parameter: DEV }
    const [failed] = await world.ledger.readAssignments(place, 1)
    expect(failed).toMatchObject({ outcome: 'failed' })
    expect(failed).not.toHaveProperty('version')
    expect(
      assignmentOf(failed ? [failed] : [], {
        version: 1,
        value: build(1, 'eu-west-1').imageId,
        changedAtMs: world.clock.nowMs(),
      }),
    ).toBeUndefined()
  })

  test('Roll back: what each place named before, with the form as it opens', async () => {
    const world = aliasWorld()
    await world.promote(build(1), 'dev')
    const id = await world.promote(build(2), 'dev')
    const back = await world.send(await world.open({ kind: 'rollback', planId: id }))
    await world.run(back)
    expect(await world.named(US, DEV)).toBe(build(1).imageId)
    expect(await world.named(EU, DEV)).toBe(build(1, 'eu-west-1').imageId)
    expect(world.cardOf()).toMatch(/✅ Done: roll back dev of web to web-1 in 3 places/)
    const told = async (number: number) =>
      (await history(world, build(number))).text
        .split('; ')
        .flatMap(line => /\*((?:Became|No longer)[^·]*) · /.exec(line)?.[1]?.replace('*', '') ?? [])
    expect(await told(1)).toEqual([
      'Became dev again of web in 2 places by <@U0MARIA>',
      'No longer dev of web in 2 places by <@U0MARIA> (promoted another image)',
      'Became dev of web in 2 places by <@U0MARIA>',
    ])
    expect(await told(2)).toEqual([
      'No longer dev of web in 2 places by <@U0MARIA> (rolled back)',
      'Became dev of web in 2 places by <@U0MARIA>',
    ])
  })

  test('Roll back to an earlier target, with one submission; the replaced form cannot be sent again', async () => {
    const world = aliasWorld()
    world.put(3)
    for (const number of [1, 2, 3]) await world.promote(build(number), 'dev')
    const open = await world.open({ kind: 'rollback', family: 'web', alias: 'dev' })
    expect(world.formText()).toMatch(/What each place named before.*web-2.*web-1/)
    const back = await world.send(open, { target: `us-east-1/${build(1).imageId}` })
    expect(back).not.toBe(open)
    await world.run(back)
    expect(await world.named(EU, DEV)).toBe(build(1, 'eu-west-1').imageId)
    await world.send(open)
    expect(world.formText()).toMatch(/already submitted/)
  })

  test('an earlier image that is gone is named, and the alias stays', async () => {
    const world = aliasWorld()
    await world.promote(build(1), 'dev')
    await world.promote(build(2), 'dev')
    world.images.remove(build(1))
    await world.open({ kind: 'rollback', family: 'web', alias: 'dev' })
    expect(world.formText()).toMatch(
      /⛔ production · us-east-1: ami-10000000000000001, which it named before, is gone/,
    )
  })

  test('an alias that has named nothing else', async () => {
    const world = aliasWorld()
    await world.promote(build(1), 'dev')
    await world.open({ kind: 'rollback', family: 'web', alias: 'dev' })
    expect(world.formText()).toMatch(/it has named nothing else there/)
  })
})

describe('what was typed', () => {
  const typed = (world: ReturnType<typeof aliasWorld>, text: string) =>
    world.ask('command', { text, viewId: 'V0ALIAS' })

  test('a build by its name: its copies stand for it', async () => {
    const world = aliasWorld()
    const id = await typed(world, 'promote web-1 dev')
    expect(world.formText()).toMatch(/web → dev/)
    await world.run(await world.send(id))
    expect(await world.named(EU, DEV)).toBe(build(1, 'eu-west-1').imageId)
    await world.promote(build(2), 'dev')
    const back = await typed(world, 'rollback web dev')
    await world.run(await world.send(back))
    expect(await world.named(EU, DEV)).toBe(build(1, 'eu-west-1').imageId)
  })

  test('several builds: a choice; nothing that is there: why', async () => {
    const world = aliasWorld()
    await typed(world, 'promote web-* dev')
    expect(world.formText()).toMatch(/Which image.*promote ami-[0-9]+ eu-west-1 123456789012 dev/)
    await typed(world, 'promote nothing dev')
    expect(world.formText()).toMatch(/No image matches/)
    await typed(world, 'rollback web qa')
    expect(world.formText()).toMatch(/has no alias `qa`/)
  })
})
