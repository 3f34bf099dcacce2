import { NOBODY as NOBODY_ELSE } from '../../../src/domain/sharing.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  approval,
  approvalCard,
  asked,
  BUSY,
  decision,
  dies,
  ID,
  imageCard,
  OTHER,
  open,
  recordNow,
  runSchedule,
  send,
  waitForYes,
  worldWith,
} from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** What a second delivery, or a function that ends in between, must not change. */

const DAY = 24 * 60 * MINUTE

test('no rule keeps it: the card says so in the end', async () => {
  const w = worldWith({ restore: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await w.images.change({ call: 'DeregisterImage', image: IMAGE, deleteSnapshots: false })
  w.clock.advance(MINUTE)
  await w.deliver(w.event('deregistered'))
  await runSchedule(w, 24)
  expect(imageCard(w)).toMatch(/Gone for good/)
})

test('bin lags: offered in the end', async () => {
  const w = worldWith({ deregister: { roles: ['operator'] }, restore: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  w.images.keepUntil(w.clock.nowMs() + 14 * DAY)
  await open(w, 'deregister')
  await serve(w.needs, send(w, 'sent'))
  const { recycled } = w.images
  w.needs.images.recycled = async () => undefined
  await w.deliver(w.event('deregistered'))
  w.needs.images.recycled = recycled
  await runSchedule(w, 24)
  expect(imageCard(w)).toMatch(/Buttons: .*Restore/)
})

test('the function ends after the image is marked, refused when delivered again: the mark is removed', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  await w.deliver(w.event('available'))
  await open(w)
  const { saveProposal } = w.ledger
  const ask = send(w, 'sent')
  w.needs.ledger.saveProposal = async p => (p.state === 'waiting' ? dies() : saveProposal(p))
  await serve(w.needs, ask).catch(() => {})
  w.needs.ledger.saveProposal = saveProposal
  w.clock.advance(6 * MINUTE)
  const roles = { ...w.config.roles, operator: { users: [], userGroups: [] } }
  w.needs.config = { ...w.config, roles }
  await serve(w.needs, ask)
  await runSchedule(w, 30)
  expect((await recordNow(w))?.waiting).toBeUndefined()
  expect(imageCard(w)).not.toMatch(/waits for a second person/)
})

test('a click without a form, delivered again late', async () => {
  const w = worldWith({ enable: { roles: ['operator'], approval } })
  w.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await w.deliver(w.event('disabled'))
  const click = { ...asked(w, ID), kind: 'change', action: 'enable', image: IMAGE } as const
  const { saveProposal } = w.ledger
  w.needs.ledger.saveProposal = async p => (p.state === 'waiting' ? dies() : saveProposal(p))
  await serve(w.needs, click).catch(() => {})
  w.needs.ledger.saveProposal = saveProposal
  w.clock.advance(12 * MINUTE)
  await serve(w.needs, click)
  await runSchedule(w, 30)
  expect(imageCard(w)).not.toMatch(/waits for a second person/)
})

test('an approval before seeing: a parallel approval found a higher risk', async () => {
  const w = worldWith({
    disable: { roles: ['operator'], approval: { ...approval, roles: ['approver', 'two'] } },
  })
  w.needs.config = { ...w.config, roles: { ...w.config.roles, two: { users: ['U0SAM'], userGroups: [] } } }
  await waitForYes(w)
  const { saveProposal } = w.ledger
  let once = true
  w.needs.ledger.saveProposal = async p => {
    if (p.state === 'approved' && once) {
      once = false
      w.clock.advance(1000)
      w.uses.set('autoScaling', { known: true, value: [{ kind: 'auto-scaling-group', name: 'checkout' }] })
      await serve(
        w.needs,
        decision(w, 'sam', 'approve', ID, { userId: 'U0SAM', name: 'sam', workspaceId: 'T0SANDBOX' }),
      )
    }
    return saveProposal(p)
  }
  await serve(w.needs, decision(w, 'alex'))
  expect(w.images.changed).toEqual([])
})

test('worse facts that Slack never showed are not agreed to', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  await waitForYes(w)
  w.uses.set('autoScaling', { known: true, value: [{ kind: 'auto-scaling-group', name: 'checkout' }] })
  const { update } = w.messenger
  w.needs.messenger.update = async () => BUSY
  const yes = decision(w, 'yes-1')
  for (let i = 0; i < 5; i++) {
    await serve(w.needs, yes).catch(() => {})
    w.clock.advance(5_000)
  }
  w.needs.messenger.update = update
  w.clock.advance(MINUTE)
  expect(approvalCard(w)).not.toMatch(/checkout/)
  await serve(w.needs, decision(w, 'yes-2'))
  expect(w.images.changed).toEqual([])
})

test('EC2 refused, the function ends before the history, another request follows', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval }, deregister: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await waitForYes(w)
  const { addHistory } = w.ledger
  w.images.answerNext({ kind: 'refused', code: 'UnauthorizedOperation', message: 'no' })
  w.needs.ledger.addHistory = async (i, e) =>
    e.kind === 'request' && e.outcome === 'failed' ? dies() : addHistory(i, e)
  const yes = decision(w, 'yes')
  await serve(w.needs, yes).catch(() => {})
  w.needs.ledger.addHistory = addHistory
  expect((await recordNow(w))?.request?.state).toBe('failed')
  w.clock.advance(MINUTE)
  await serve(w.needs, {
    ...asked(w, OTHER),
    kind: 'propose',
    action: 'deregister',
    viewId: 'V2',
    image: IMAGE,
  })
  await serve(w.needs, { ...send(w, 'sent-2'), proposalId: OTHER, viewId: 'V2' })
  await w.deliver(w.event('deregistered'))
  w.clock.advance(5 * MINUTE)
  await serve(w.needs, yes)
  await runSchedule(w, 30)
  expect(await w.ledger.readDueProposals(w.clock.nowMs())).toEqual([])
  expect(approvalCard(w)).not.toMatch(/it is being carried out/)
})

test('answered as not carried out, a second delivery of a form', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await open(w)
  const ask = send(w, 'sent')
  const { members } = w.messenger
  // Longer than who is in the group is taken for known.
  w.clock.advance(20_000)
  w.needs.messenger.members = async () => ({ known: false, why: 'x' }) as never
  await serve(w.needs, ask)
  expect(JSON.stringify(w.messenger.forms('V1').at(-1))).toMatch(/othing was changed|was not disabled/)
  w.needs.messenger.members = members
  w.clock.advance(6 * MINUTE)
  await serve(w.needs, ask)
  expect(w.images.changed).toEqual([])
})

test('answered that a request is pending; a second delivery does not ask again', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  await open(w)
  await serve(w.needs, { ...asked(w, OTHER), kind: 'propose', action: 'disable', viewId: 'V2', image: IMAGE })
  await serve(w.needs, send(w, 'sent-1'))
  const second = { ...send(w, 'sent-2'), proposalId: OTHER, viewId: 'V2' }
  await serve(w.needs, second)
  expect(JSON.stringify(w.messenger.forms('V2').at(-1))).toMatch(/no second request was sent/)
  w.clock.advance(MINUTE)
  await serve(w.needs, decision(w, 'no', 'decline'))
  w.clock.advance(5 * MINUTE)
  await serve(w.needs, second)
  expect(w.messenger.posts('ami-alerts')).toHaveLength(1)
})

test('the approval of a person whose group Slack did not name, delivered twice', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  const roles = { ...w.config.roles, approver: { users: [], userGroups: ['S0APPROVERS'] } }
  w.needs.config = { ...w.config, roles }
  w.messenger.setMembers('S0APPROVERS', ['U0ALEX'])
  await waitForYes(w)
  const yes = decision(w, 'yes')
  w.messenger.setMembers('S0APPROVERS', undefined)
  await serve(w.needs, yes)
  w.messenger.setMembers('S0APPROVERS', ['U0ALEX'])
  w.clock.advance(6 * MINUTE)
  await serve(w.needs, yes)
  expect(w.images.changed).toEqual([])
})

test('a click answered as refused, the function ends before settling, delivered again', async () => {
  const w = worldWith({ enable: { roles: ['operator'] } })
  w.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  const click = { ...asked(w, ID), kind: 'change', action: 'enable', image: IMAGE } as const
  const { members } = w.messenger
  const { settleRequest } = w.ledger
  w.needs.messenger.members = async () => ({ known: false, why: 'x' }) as never
  const { postEphemeral } = w.messenger
  w.needs.messenger.postEphemeral = async (...of) => {
    const told = await postEphemeral(...of)
    w.needs.ledger.settleRequest = dies
    return told
  }
  await serve(w.needs, click).catch(() => {})
  w.needs.messenger.postEphemeral = postEphemeral
  expect(w.messenger.privateMessages('U0MARIA').at(-1)).toMatch(/was not disabled|You don’t have permission/)
  w.needs.messenger.members = members
  w.needs.ledger.settleRequest = settleRequest
  w.clock.advance(6 * MINUTE)
  await serve(w.needs, click)
  expect(w.images.changed).toEqual([])
})

test('approved and carried out, the click delivered again late: not answered as too late', async () => {
  const w = worldWith({ enable: { roles: ['operator'], approval } })
  w.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await w.deliver(w.event('disabled'))
  const click = { ...asked(w, ID), kind: 'change', action: 'enable', image: IMAGE } as const
  const { settleRequest } = w.ledger
  w.needs.ledger.settleRequest = dies
  await serve(w.needs, click).catch(() => {})
  w.needs.ledger.settleRequest = settleRequest
  w.clock.advance(MINUTE)
  await serve(w.needs, decision(w, 'yes'))
  await w.deliver(w.event('available'))
  expect(w.images.changed).toHaveLength(1)
  w.clock.advance(10 * MINUTE)
  await serve(w.needs, click)
  expect(w.messenger.privateMessages('U0MARIA').at(-1)).not.toMatch(/was not disabled/)
  expect(
    (await w.ledger.readHistory(IMAGE, 20)).filter(e => e.kind === 'request' && e.outcome === 'refused'),
  ).toEqual([])
})

test('declined, click delivered again when no second person is needed any more: not carried out', async () => {
  const w = worldWith({ enable: { roles: ['operator'], approval: { ...approval, when: [{ inUse: true }] } } })
  w.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await w.deliver(w.event('disabled'))
  w.uses.set('autoScaling', { known: true, value: [{ kind: 'auto-scaling-group', name: 'checkout' }] })
  const click = { ...asked(w, ID), kind: 'change', action: 'enable', image: IMAGE } as const
  const { settleRequest } = w.ledger
  w.needs.ledger.settleRequest = dies
  await serve(w.needs, click).catch(() => {})
  w.needs.ledger.settleRequest = settleRequest
  w.clock.advance(MINUTE)
  await serve(w.needs, decision(w, 'no', 'decline'))
  expect(approvalCard(w)).toMatch(/Declined .* nothing was changed/)
  w.uses.set('autoScaling', { known: true, value: [] })
  w.clock.advance(5 * MINUTE)
  await serve(w.needs, click)
  expect(w.images.changed).toEqual([])
})

test('decided while it is noted as waiting: history keeps the decision', async () => {
  const w = worldWith({ enable: { roles: ['operator'], approval } })
  w.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  const { addHistory } = w.ledger
  let once = true
  w.needs.ledger.addHistory = async (i, e) => {
    if (e.kind === 'request' && e.outcome === 'waiting' && once) {
      once = false
      await serve(w.needs, decision(w, 'no', 'decline'))
    }
    await addHistory(i, e)
  }
  await serve(w.needs, { ...asked(w, ID), kind: 'change', action: 'enable', image: IMAGE })
  await runSchedule(w, 30)
  expect(await w.ledger.readHistory(IMAGE, 9)).toContainEqual(
    expect.objectContaining({ outcome: 'declined' }),
  )
})

test('the event comes while it is given up: history keeps the confirmation', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  await w.deliver(w.event('available'))
  await waitForYes(w)
  w.images.answerNext({ kind: 'unknown', reason: 'timeout' }, true)
  await serve(w.needs, decision(w, 'yes'))
  const ev = w.event('disabled')
  w.clock.advance(2 * MINUTE + 1000)
  const { describe } = w.images
  const facts = { state: 'available' as const, name: 'web-1', tags: {}, snapshots: [] }
  w.needs.images.describe = async () => new Map([[IMAGE.imageId, facts]])
  const { addHistory } = w.ledger
  let once = true
  w.needs.ledger.addHistory = async (i, e) => {
    if (e.kind === 'request' && e.outcome === 'failed' && once) {
      once = false
      w.needs.images.describe = describe
      await w.deliver(ev)
    }
    await addHistory(i, e)
  }
  await reconcile(w.needs)
  w.needs.images.describe = describe
  await runSchedule(w, 3)
  expect((await recordNow(w))?.request?.state).toBe('confirmed')
  const entry = (await w.ledger.readHistory(IMAGE, 20)).find(
    e => e.kind === 'request' && e.id === `${ID}/approved`,
  )
  expect(entry).toMatchObject({ outcome: 'confirmed' })
})

test('answer lost, Check again while lists lag: launch permissions kept', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  const shared = { ...NOBODY_ELSE, accounts: ['999999999999'] }
  w.images.share(IMAGE, shared)
  await open(w)
  w.images.answerNext({ kind: 'unknown', reason: 'timeout' }, true)
  await serve(w.needs, send(w, 'sent'))
  expect(imageCard(w)).toMatch(/no answer from EC2 yet/)
  const ev = w.event('disabled')
  const { describe } = w.images
  const facts = { state: 'available' as const, name: 'web-1', tags: {}, snapshots: [] }
  w.needs.images.describe = async () => new Map([[IMAGE.imageId, facts]])
  await serve(w.needs, { ...asked(w, 'check'), kind: 'look', look: 'check', image: IMAGE })
  w.needs.images.describe = describe
  w.clock.advance(5000)
  await w.deliver(ev)
  expect((await recordNow(w))?.savedPermissions).toEqual(shared)
})

test('a refused emergency override: the function ends before the answer, delivered again', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval, breakGlass: { roles: ['breaker'] } } })
  await open(w)
  const ask = send(w, 'sent', { options: { emergencyOverride: true } })
  w.needs.messenger.post = async () => ({ kind: 'unusable', code: 'not_in_channel' })
  const { addHistory } = w.ledger
  w.needs.ledger.addHistory = dies
  await serve(w.needs, ask).catch(() => {})
  w.needs.ledger.addHistory = addHistory
  w.clock.advance(6 * MINUTE)
  await serve(w.needs, ask)
  expect(JSON.stringify(w.messenger.forms('V1').at(-1))).toMatch(/was not disabled|You don’t have permission/)
  expect(await w.ledger.readHistory(IMAGE, 9)).toContainEqual(expect.objectContaining({ outcome: 'refused' }))
})

test('approved by one person while another is looked up: not answered as expired', async () => {
  const w = worldWith({
    disable: { roles: ['operator'], approval: { ...approval, roles: ['approver', 'two'] } },
  })
  w.needs.config = { ...w.config, roles: { ...w.config.roles, two: { users: [], userGroups: ['S0TWO'] } } }
  w.messenger.setMembers('S0TWO', ['U0SAM'])
  await open(w)
  await serve(w.needs, send(w, 'sent'))
  w.clock.advance(60 * MINUTE - 2000)
  const { readProposal } = w.ledger
  let once = true
  w.needs.ledger.readProposal = async id => {
    const p = await readProposal(id)
    if (once) {
      once = false
      await serve(w.needs, decision(w, 'alex'))
      w.clock.advance(3000)
    }
    return p
  }
  await serve(
    w.needs,
    decision(w, 'sam', 'approve', ID, { userId: 'U0SAM', name: 'sam', workspaceId: 'T0SANDBOX' }),
  )
  expect(w.images.changed).toHaveLength(1)
  expect(w.messenger.privateMessages('U0SAM').join()).not.toMatch(/expired/)
})
