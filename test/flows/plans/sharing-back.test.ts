import type { Config } from '../../../src/domain/config.ts'
import { NOBODY } from '../../../src/domain/sharing.ts'
import { changeImage } from '../../../src/stored/change-image.ts'
import { PLAN_CONFIG, planWorld, ref } from '../../support/plans.ts'

/** The undo of a plan that disabled images gives back the launch permissions that it took. */

const TEAM = '210987654321'
const PARTNER = '345678901234'
const SHARE = { ...PLAN_CONFIG.actions, share: { roles: ['operator'] } }
const approvedBy = (role: string) => ({
  roles: ['operator'],
  approval: { when: [], roles: [role], channel: 'ami-alerts', withinMinutes: 60 },
})

/** Three images, the first two shared, disabled by one plan. */
const disabledWorld = async (actions: Config['actions'] = SHARE) => {
  const world = await planWorld(3, { actions })
  world.images.share(ref(1), { ...NOBODY, accounts: [TEAM] })
  world.images.share(ref(2), { ...NOBODY, accounts: [TEAM, PARTNER] })
  const id = await world.submit('disable', [1, 2, 3])
  await world.run(id)
  expect((await world.images.sharing(ref(2))).accounts).toEqual([])
  const open = (from: object): Promise<string> =>
    world.ask('plan', { from: from as { kind: 'undo'; planId: string }, viewId: 'V0UNDO' })
  const openUndo = (): Promise<string> => open({ kind: 'undo', planId: id })
  const send = (planId: string): Promise<string> =>
    world.ask('submit-plan', { planId, viewId: 'V0UNDO', purpose: 'a mistake', options: {} })
  const cardOf = (planId: string): string =>
    ['ami-ready', 'ami-alerts']
      .flatMap(channel => world.messenger.posts(channel))
      .find(({ message }) => message.metadata?.event_payload.plan === planId)?.message.text ?? ''
  const accounts = async () => [
    (await world.images.sharing(ref(1))).accounts,
    (await world.images.sharing(ref(2))).accounts,
  ]
  return { ...world, id, open, openUndo, send, cardOf, accounts, form: () => world.formText('V0UNDO') }
}

test('each is enabled, then shared as before; the number is that of the images', async () => {
  const world = await disabledWorld()
  const undo = await world.openUndo()
  expect(world.form()).toMatch(
    /Then launch permissions of 2 images are given back: accounts `210987654321`, `345678901234`/,
  )
  expect(world.form()).toMatch(/"Enable 3".*\*3 images\* · 24 GiB · 123456789012 [a-z0-9-]+: 3/)
  await world.send(undo)
  await world.run(undo)
  expect(await world.accounts()).toEqual([[TEAM], [TEAM, PARTNER]])
  const changed = world.images.changed.slice(-5).map(one => one.split(' ')[0])
  expect(changed.slice(0, 3)).toEqual(['EnableImage', 'EnableImage', 'EnableImage'])
  expect(changed.slice(3)).toEqual(['ModifyImageAttribute', 'ModifyImageAttribute'])
  expect(world.cardOf(undo)).toMatch(
    /✅ Done: enable 3 images.* 3 done · launch permissions: 2 done.*Launch permissions of `web-1`/s,
  )
  expect(world.cardOf(world.id)).toMatch(/Undone by <@U0MARIA>.*Buttons: All images/)
  const audit = world.messenger.posts('ami-audit').map(({ message }) => message.text)
  expect(audit.at(-1)).toMatch(/\*finished\*: 3 done · launch permissions: 2 done/)
})

test('what an earlier change had taken, and who was shared with again meanwhile, is left', async () => {
  const world = await disabledWorld()
  await changeImage(world.ledger, ref(1), now => ({
    ...now,
    savedPermissions: { ...NOBODY, accounts: [PARTNER] },
  }))
  await changeImage(world.ledger, ref(2), now => ({
    ...now,
    savedPermissions: { ...NOBODY, accounts: [TEAM] },
  }))
  const undo = await world.openUndo()
  await world.send(undo)
  await world.run(undo)
  expect(await world.accounts()).toEqual([[], [TEAM]])
})

test('who may not re-share enables them; who may gives the rest back by another undo', async () => {
  const roles = {
    operator: { users: [], userGroups: ['S0OPERATORS'] },
    approver: { users: ['U0ANNA'], userGroups: [] },
  }
  const world = await disabledWorld({ ...SHARE, share: { roles: ['approver'] } })
  const undo = await world.openUndo()
  expect(world.form()).toMatch(
    /Launch permissions of 2 images stay removed\*: the requester has no permission to re-share. Use \*Re-share\* on their cards/,
  )
  await world.send(undo)
  await world.run(undo)
  expect(await world.accounts()).toEqual([[], []])
  expect(world.cardOf(undo)).toMatch(/3 done. .*Launch permissions of 2 images stay removed/s)
  expect(world.cardOf(world.id)).toMatch(/Undone in part by/)
  world.needs.config = { ...world.needs.config, roles, actions: SHARE }
  const again = await world.openUndo()
  expect(world.form()).toMatch(/\*2 images\*.*given back.*1 selected image left out: it is available/s)
  await world.send(again)
  await world.run(again)
  expect(await world.accounts()).toEqual([[TEAM], [TEAM, PARTNER]])
  expect(world.cardOf(world.id)).toMatch(/Undone by/)
})

test('what was made private after an alert stays so', async () => {
  const world = await disabledWorld()
  const { channelId, ts } = { channelId: 'C0FAILURES', ts: '1.1' }
  const by = { userId: 'U0ANNA', workspaceId: 'T0SANDBOX' }
  const to = { ...NOBODY, accounts: [PARTNER] }
  const over = { atMs: 2, rev: 0, by }
  const alert = {
    id: 'call',
    atMs: 1,
    to,
    publicAccess: 'allowed' as const,
    channelId,
    ts,
    shownRev: 0,
    over,
  }
  await changeImage(world.ledger, ref(2), now => ({ ...now, alerts: [alert] }))
  const undo = await world.openUndo()
  expect(world.form()).toMatch(
    /given back: account `210987654321`.*Launch permissions of 1 image stay removed\*: they include some that were removed after an alert. Use \*Re-share\* on its card/s,
  )
  await world.send(undo)
  await world.run(undo)
  expect(await world.accounts()).toEqual([[TEAM], []])
})

test.each([
  ['of Re-share alone: it is asked for', { share: approvedBy('approver') }, [[TEAM], [TEAM, PARTNER]]],
  [
    'of the same people for both: one is enough',
    { share: approvedBy('approver'), enable: approvedBy('approver') },
    [[TEAM], [TEAM, PARTNER]],
  ],
  [
    'of other people for Re-share: it is left to its button',
    { share: approvedBy('operator'), enable: approvedBy('approver') },
    [[], []],
  ],
])('with the approval %s', async (_, actions, accounts) => {
  const world = await disabledWorld({ ...SHARE, ...actions })
  const undo = await world.openUndo()
  await world.send(undo)
  expect(await world.ledger.readPlan(undo)).toMatchObject({ state: 'waiting' })
  expect(world.cardOf(undo)).toMatch(
    accounts[0]?.length === 0
      ? /stay removed: Re-share has approvers of its own/
      : /launch permissions of 2 images are given back: accounts/,
  )
  await world.ask('decide-plan', { planId: undo, decision: 'approve' }, 'U0ANNA')
  await world.run(undo)
  expect(await world.accounts()).toEqual(accounts)
})

test('what EC2 refused is given back by a retry', async () => {
  const world = await disabledWorld()
  const { images } = world.needs
  world.needs.images = {
    ...images,
    change: async one =>
      one.call === 'ModifyImageAttribute'
        ? { kind: 'refused', code: 'UnauthorizedOperation', message: 'no' }
        : images.change(one),
  }
  const undo = await world.openUndo()
  await world.send(undo)
  await world.run(undo)
  expect(world.cardOf(undo)).toMatch(
    /⚠️ Done in part: enable 3 images.* 3 done · launch permissions: 2 failed.*Buttons: Retry…/s,
  )
  expect(world.cardOf(world.id)).toMatch(/Undone in part/)
  world.needs.images = images
  const retry = await world.open({ kind: 'alias', asked: { kind: 'retry', planId: undo } })
  expect(world.form()).toMatch(/\*2 images\*/)
  expect(world.form()).not.toMatch(/left out/)
  await world.send(retry)
  await world.run(retry)
  expect(await world.accounts()).toEqual([[TEAM], [TEAM, PARTNER]])
  expect(world.cardOf(undo)).toMatch(/Retried by/)
})

test('somebody shared one again while the form was open: it is shown again', async () => {
  const world = await disabledWorld()
  const undo = await world.openUndo()
  await changeImage(world.ledger, ref(1), ({ savedPermissions: _, ...now }) => now)
  await world.send(undo)
  expect(world.form()).toMatch(/The images have changed.*launch permissions of 1 image are given back/s)
})

test('the undo of a plan that took nothing, and Enable for many images, say so', async () => {
  const world = await planWorld(2, { actions: SHARE })
  const id = await world.submit('disable', [1, 2])
  await world.run(id)
  await world.ask('plan', { from: { kind: 'undo', planId: id }, viewId: 'V0UNDO' })
  expect(world.formText('V0UNDO')).toMatch(/There are no launch permissions to give back/)
  await world.ask('plan', {
    from: { kind: 'list', verb: 'list', filters: '' },
    action: 'enable',
    images: [ref(1)],
    viewId: 'V0PLAN',
  })
  expect(world.formText()).toMatch(/Launch permissions that disabling removed stay removed: click \*Re-share/)
})
