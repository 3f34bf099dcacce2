import { serve } from '../../../src/flows/serve.ts'
import {
  type AskedWorld,
  approval,
  approvalCard,
  BUSY,
  decision,
  dies,
  ID,
  MARIA,
  recordNow,
  runSchedule,
  waitForYes,
  worldWith,
} from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** What the schedule does with proposals: it reminds, and tells what became of them. */

const waiting = async () => {
  const world = worldWith({ disable: { roles: ['operator'], approval } })
  await world.deliver(world.event('available'))
  await waitForYes(world)
  return world
}

/** Edits of the approval's card from now on. */
const countEdits = (world: AskedWorld) => {
  const { update } = world.messenger
  let edits = 0
  world.needs.messenger.update = async (channelId, ts, message) => {
    if (channelId === 'C0ALERTS') edits++
    return update(channelId, ts, message)
  }
  return () => edits
}

test('somebody deleted the card: the reminder posts it again, and its buttons decide', async () => {
  const world = await waiting()
  world.messenger.clear('ami-alerts')
  world.clock.advance(11 * MINUTE)
  await reconcile(world.needs)
  await reconcile(world.needs)
  expect(world.messenger.posts('ami-alerts')).toHaveLength(1)
  await serve(world.needs, decision(world, 'the-click'))
  expect(world.images.changed).toEqual([`DisableImage ${IMAGE.imageId}`])
  expect(world.messenger.posts('ami-alerts')[0]?.message.text).toMatch(/Approved/)
})

test('approved and accepted: its card is edited once for each thing that became of it, not by every run', async () => {
  const world = await waiting()
  await serve(world.needs, decision(world, 'the-click'))
  const edits = countEdits(world)
  const { describe } = world.images
  world.needs.images.describe = async () => {
    throw new Error('EC2 does not answer.')
  }
  for (let run = 0; run < 4; run++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
  expect(edits()).toBe(0)
  world.needs.images.describe = describe
  world.clock.advance(5 * MINUTE)
  await reconcile(world.needs)
  expect((await recordNow(world))?.request?.state).toBe('confirmed')
  expect(edits()).toBeGreaterThan(0)
})

test('approved, and its end was lost: the card says so, and nobody comes back to it', async () => {
  const world = await waiting()
  const { saveImage } = world.ledger
  world.needs.ledger.saveImage = async record => {
    if (record.request?.state === 'acting') throw new Error('The function ended.')
    return saveImage(record)
  }
  await serve(world.needs, decision(world, 'the-click')).catch(() => {})
  world.needs.ledger.saveImage = saveImage
  const record = await recordNow(world)
  if (record) {
    const { request: _lost, ...rest } = record
    await saveImage(rest)
  }
  for (let run = 0; run < 15; run++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
  expect(world.messenger.posts('ami-alerts')[0]?.message.text).toMatch(/❔ The outcome was not recorded/)
  expect(await world.ledger.readDueProposals(world.clock.nowMs())).toEqual([])
})

test('the right to decide ends while the image is looked at: it is read again, and decides nothing', async () => {
  const world = worldWith({ disable: { roles: ['operator'], approval: { ...approval, roles: ['second'] } } })
  const second = { users: [], userGroups: ['S0SECOND'] }
  world.needs.config = { ...world.needs.config, roles: { ...world.needs.config.roles, second } }
  world.messenger.setMembers('S0SECOND', ['U0ALEX'])
  await world.deliver(world.event('available'))
  await waitForYes(world)
  const { describe } = world.images
  world.needs.images.describe = async (...of) => {
    world.clock.advance(16_000)
    world.messenger.setMembers('S0SECOND', [])
    return describe(...of)
  }
  await serve(world.needs, decision(world, 'the-click'))
  expect((await world.ledger.readProposal(ID))?.state).toBe('waiting')
  expect(world.images.changed).toEqual([])
  expect(world.messenger.privateMessages('U0ALEX').join()).toMatch(/Only .* can approve or decline/)
})

test('the outcome of a proposal reaches the requester as a direct message: they may not be in Slack just then', async () => {
  const world = await waiting()
  const told: string[] = []
  const { post } = world.messenger
  world.needs.messenger.post = async (channel, message, thread) => {
    if (channel === MARIA.userId) told.push(message.text)
    return post(channel, message, thread)
  }
  await serve(world.needs, decision(world, 'the-click', 'decline'))
  expect(told).toEqual([expect.stringMatching(/declined/)])
})

test('the card was deleted, and Slack is busy: it is posted in the end', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  await w.deliver(w.event('available'))
  await waitForYes(w)
  w.messenger.clear('ami-alerts')
  w.clock.advance(11 * MINUTE)
  const { post } = w.messenger
  w.needs.messenger.post = async (c, m, t) => (t === undefined && c === 'ami-alerts' ? BUSY : post(c, m, t))
  await reconcile(w.needs)
  w.needs.messenger.post = post
  await runSchedule(w, 6)
  expect(w.messenger.posts('ami-alerts').map(p => p.message.text)).toHaveLength(1)
})

test('the card was deleted, and Slack is busy when an approval finds that out: it is posted in the end', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  await w.deliver(w.event('available'))
  await waitForYes(w)
  w.uses.set('autoScaling', { known: true, value: [{ kind: 'auto-scaling-group', name: 'checkout' }] })
  w.messenger.clear('ami-alerts')
  const { post } = w.messenger
  w.needs.messenger.post = async (c, m, t) => (t === undefined && c === 'ami-alerts' ? BUSY : post(c, m, t))
  const yes = decision(w, 'yes')
  await serve(w.needs, yes).catch(() => {})
  w.needs.messenger.post = post
  w.clock.advance(MINUTE)
  await serve(w.needs, yes)
  await runSchedule(w, 3)
  expect(w.messenger.posts('ami-alerts').map(p => p.message.text)).toHaveLength(1)
})

test('the function ends before the new card is posted: it is posted in the end', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  await w.deliver(w.event('available'))
  await waitForYes(w)
  w.messenger.clear('ami-alerts')
  w.clock.advance(11 * MINUTE)
  const { beginPost } = w.ledger
  w.needs.ledger.beginPost = async (k, n) => {
    if (k.startsWith('approval/')) throw new Error('The function ends.')
    return beginPost(k, n)
  }
  await reconcile(w.needs)
  w.needs.ledger.beginPost = beginPost
  await runSchedule(w, 8)
  expect(w.messenger.posts('ami-alerts')).toHaveLength(1)
})

test('it expires while it is posted again: the new card does not go on asking', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  await w.deliver(w.event('available'))
  await waitForYes(w)
  w.messenger.clear('ami-alerts')
  w.clock.advance(58.5 * MINUTE)
  const { post } = w.messenger
  let once = true
  w.needs.messenger.post = async (c, m, t) => {
    if (c === 'ami-alerts' && !t && once) {
      once = false
      w.clock.advance(2 * MINUTE)
      await reconcile(w.needs)
    }
    return post(c, m, t)
  }
  await reconcile(w.needs)
  w.needs.messenger.post = post
  await runSchedule(w, 6)
  expect(approvalCard(w)).not.toMatch(/Buttons: Approve/)
})

test('an approval that was answered as not counted does not count when it is delivered again', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  await w.deliver(w.event('available'))
  await waitForYes(w)
  const { describe } = w.images
  w.needs.images.describe = dies as never
  const yes = decision(w, 'yes')
  await serve(w.needs, yes)
  w.needs.images.describe = describe
  w.clock.advance(6 * MINUTE)
  await serve(w.needs, yes)
  expect(w.images.changed).toEqual([])
})
