import type { CloudTrailCall } from '../../src/domain/cloud-trail-call.ts'
import { announce } from '../../src/flows/announce/announce.ts'
import { attribute } from '../../src/flows/attribute/attribute.ts'
import { refreshOutdated } from '../../src/flows/reconcile/refresh-outdated.ts'
import { serve } from '../../src/flows/serve.ts'
import {
  ALEX,
  type AskedWorld,
  approval,
  approvalCard,
  asked,
  decision,
  ID,
  imageCard,
  NOBODY,
  open,
  runSchedule,
  send,
  WITH_AUDIT,
  waitForYes,
  worldWith,
} from '../support/memory/asking.ts'
import { reconcile } from '../support/memory/reconcile.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../support/memory/world.ts'

/** What comes between two steps of a flow: somebody else's change, a function's end, a Slack without room. */

test('approved and accepted, then deregistered outside Slack before its event: the card shows the outcome', async () => {
  const world = worldWith({ disable: { roles: ['operator'], approval } }, WITH_AUDIT)
  await waitForYes(world)
  await serve(world.needs, decision(world, 'the-yes'))
  world.images.remove(IMAGE)
  await world.deliver(world.event('deregistered'))
  for (let i = 0; i < 24; i++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
  expect(await world.ledger.readDueProposals(world.clock.nowMs())).toEqual([])
  expect(approvalCard(world)).toMatch(/Not disabled. The image was deregistered meanwhile/)
})

test('approved, deregistered outside Slack before EC2 was called: the card shows the outcome', async () => {
  const world = worldWith({ disable: { roles: ['operator'], approval } })
  await waitForYes(world)
  const { rehearse } = world.images
  world.needs.images.rehearse = async (...asked) => {
    const answer = await rehearse(...asked)
    world.images.remove(IMAGE)
    await world.deliver(world.event('deregistered'))
    return answer
  }
  await serve(world.needs, decision(world, 'the-yes'))
  world.needs.images.rehearse = rehearse
  for (let i = 0; i < 24; i++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
  expect(await world.ledger.readDueProposals(world.clock.nowMs())).toEqual([])
  expect(approvalCard(world)).not.toMatch(/it is being carried out/)
})

test('a second approver clicks while AWS confirms: the card keeps the end', async () => {
  const world = worldWith({
    disable: { roles: ['operator'], approval: { ...approval, roles: ['approver', 'group'] } },
  })
  const roles = { ...world.config.roles, group: { users: [], userGroups: ['S0GROUP'] } }
  world.needs.config = { ...world.config, roles }
  world.messenger.setMembers('S0GROUP', ['U0SAM'])
  await waitForYes(world)
  await serve(world.needs, decision(world, 'the-yes'))
  const { members } = world.messenger
  world.clock.advance(2 * MINUTE)
  world.needs.messenger.members = async group => {
    const known = await members(group)
    world.needs.messenger.members = members
    await world.deliver(world.event('disabled'))
    return known
  }
  await serve(world.needs, decision(world, 'second-yes', 'approve', ID, ALEX))
  for (let i = 0; i < 6; i++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
  expect(approvalCard(world)).toMatch(/Disabled · confirmed by AWS/)
})

const callOf = (
  world: { clock: { nowMs(): number } },
  more: Partial<CloudTrailCall> = {},
): CloudTrailCall => ({
  ...IMAGE,
  id: 'call/1',
  call: 'DisableImage',
  atMs: world.clock.nowMs(),
  principal: { kind: 'role', name: 'deployer', session: 'tf-42' },
  requestId: 'ec2-1',
  ...more,
})

const burstOf = (world: ReturnType<typeof createMemoryWorld>) => {
  const images = Array.from({ length: 10 }, (_, i) => ({ ...IMAGE, imageId: `ami-${String(i).repeat(17)}` }))
  for (const image of images)
    world.images.put(image, { state: 'available', name: 'web', tags: {}, snapshots: [] })
  return {
    events: images.map(image => world.event('disabled', image)),
    calls: images.map((image, i) => callOf(world, { ...image, id: `call/${i}`, requestId: `ec2/${i}` })),
  }
}

const digestOf = (world: ReturnType<typeof createMemoryWorld>) =>
  world.messenger.posts('ami-ready')[0]?.message.text

test('the call comes before Slack had room for the digest: it is posted with the actor', async () => {
  const world = createMemoryWorld()
  const { events, calls } = burstOf(world)
  world.messenger.answerWith({ kind: 'busy', retryAfterSec: 5 })
  await announce(world.needs, events)
  await attribute(world.needs, calls)
  world.messenger.answerWith()
  for (let i = 0; i < 5; i++) {
    world.clock.advance(MINUTE)
    await announce(world.needs, events)
  }
  world.clock.advance(5 * MINUTE)
  await refreshOutdated(world.needs)
  expect(digestOf(world)).toContain('10 images disabled by role `deployer`')
})

test('the call comes while the digest is being counted', async () => {
  const world = createMemoryWorld()
  const { events, calls } = burstOf(world)
  const { addHistories } = world.ledger
  world.needs.ledger.addHistories = async entries => {
    await addHistories(entries)
    world.needs.ledger.addHistories = addHistories
    await attribute(world.needs, calls)
  }
  await announce(world.needs, events)
  for (let i = 0; i < 5; i++) {
    world.clock.advance(5 * MINUTE)
    await refreshOutdated(world.needs)
  }
  expect(digestOf(world)).toContain('10 images disabled by role `deployer`')
})

test('the ledger fails while a digest is named: named when the calls come again, or by the schedule', async () => {
  const world = createMemoryWorld()
  const { events, calls } = burstOf(world)
  await announce(world.needs, events)
  world.clock.advance(3 * MINUTE)
  const { readDigests } = world.ledger
  world.needs.ledger.readDigests = async () => {
    throw new Error('ThrottlingException')
  }
  const outcomes = await attribute(world.needs, calls)
  world.needs.ledger.readDigests = readDigests
  expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(calls.map(() => 'again'))
  world.clock.advance(2 * MINUTE)
  await attribute(world.needs, calls)
  for (let i = 0; i < 5; i++) {
    world.clock.advance(5 * MINUTE)
    await refreshOutdated(world.needs)
  }
  expect(digestOf(world)).toContain('10 images disabled by role `deployer`')
})

const DAY = 24 * 60 * MINUTE

const goneWithSnapshot = async () => {
  const world = worldWith({ deregister: { roles: ['operator'] }, restore: { roles: ['operator'] } })
  const snapshots = [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: false }]
  world.images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots })
  await world.deliver(world.event('available'))
  world.images.keepUntil(world.clock.nowMs() + 14 * DAY)
  const { change } = world.images
  world.needs.images.change = async wanted => {
    const answer = await change(wanted)
    return wanted.call === 'DeregisterImage' && answer.kind === 'accepted'
      ? { ...answer, snapshots: [{ snapshotId: 'snap-1', result: 'success' }] }
      : answer
  }
  await open(world, 'deregister')
  await serve(world.needs, send(world, 'the-submission', { options: { deleteSnapshots: true } }))
  world.needs.images.change = change
  return world
}

test('its snapshot was restored in the console first, as AWS says: Restore is still carried out', async () => {
  const world = await goneWithSnapshot()
  await world.deliver(world.event('deregistered'))
  expect(imageCard(world)).toMatch(/Buttons: .*Restore/)
  await world.images.change({ call: 'RestoreSnapshotFromRecycleBin', image: IMAGE, snapshotId: 'snap-1' })
  world.clock.advance(MINUTE)
  await serve(world.needs, { ...asked(world, 'restore-it'), kind: 'change', action: 'restore', image: IMAGE })
  expect(world.images.changed).toContain(`RestoreImageFromRecycleBin ${IMAGE.imageId}`)
})

test('the Recycle Bin lists it a moment after the event: the card offers it in the end', async () => {
  const world = await goneWithSnapshot()
  const { recycled } = world.images
  world.needs.images.recycled = async () => undefined
  await world.deliver(world.event('deregistered'))
  world.needs.images.recycled = recycled
  await serve(world.needs, { ...asked(world, 'ask'), kind: 'command', text: `status ${IMAGE.imageId}` })
  expect(world.messenger.privateMessages('U0MARIA').at(-1)).toMatch(/Recycle Bin until/)
  for (let i = 0; i < 24; i++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
  expect(imageCard(world)).not.toMatch(/Gone for good/)
})

test('a gone image of that very name does not hide the live ones that hold it', async () => {
  const world = worldWith({})
  const old = { ...IMAGE, imageId: `ami-${'9'.repeat(17)}` }
  world.images.put(old, { state: 'available', name: 'payments', tags: {}, snapshots: [] })
  await world.deliver(world.event('available', old))
  world.images.remove(old)
  world.clock.advance(MINUTE)
  await world.deliver(world.event('deregistered', old))
  world.images.put(IMAGE, { state: 'available', name: 'payments-2026-11', tags: {}, snapshots: [] })
  world.clock.advance(300 * DAY)
  await serve(world.needs, { ...asked(world, 'ask'), kind: 'command', text: 'status payments' })
  expect(world.messenger.privateMessages('U0MARIA').at(-1)).toMatch(/payments-2026-11/)
})

test('the function ends between the lease and the history: the attempt is saved by the next delivery', async () => {
  const world = worldWith({ disable: { roles: ['operator'], approval } }, WITH_AUDIT)
  await waitForYes(world)
  const { addHistory } = world.ledger
  world.needs.ledger.addHistory = async () => {
    throw new Error('The function ends.')
  }
  const click = decision(world, 'the-click', 'approve', ID, NOBODY)
  await serve(world.needs, click).catch(() => {})
  world.needs.ledger.addHistory = addHistory
  world.clock.advance(MINUTE)
  await serve(world.needs, click)
  expect(await world.ledger.readHistory(IMAGE, 9)).toContainEqual(expect.objectContaining({ by: NOBODY }))
})

test('EC2 says that its snapshots are gone for good: Restore is no longer offered', async () => {
  const world = worldWith({ restore: { roles: ['operator'] } })
  await world.deliver(world.event('available'))
  world.images.keepUntil(world.clock.nowMs() + 14 * DAY)
  await world.images.change({ call: 'DeregisterImage', image: IMAGE, deleteSnapshots: false })
  world.clock.advance(MINUTE)
  await world.deliver(world.event('deregistered'))
  world.images.answerNext({ kind: 'refused', code: 'InvalidSnapshot.NotFound', message: 'gone' })
  await serve(world.needs, { ...asked(world, 'restore-it'), kind: 'change', action: 'restore', image: IMAGE })
  expect(imageCard(world)).not.toMatch(/Restore brings it back/)
})

test('what was refused is not carried out by a second delivery', async () => {
  const breakGlass = { disable: { roles: ['operator'], approval, breakGlass: { roles: ['breaker'] } } }
  const world = worldWith(breakGlass)
  await open(world)
  const ask = send(world, 'the-submission', { options: { emergencyOverride: true } })
  const { post } = world.messenger
  world.needs.messenger.post = async () => ({ kind: 'unusable', code: 'not_in_channel' })
  await serve(world.needs, ask)
  expect(JSON.stringify(world.messenger.forms('V1').at(-1))).toMatch(/was not disabled/)
  world.needs.messenger.post = post
  world.clock.advance(6 * MINUTE)
  await serve(world.needs, ask)
  expect(world.images.changed).toEqual([])
})

test('approvals whose cards Slack is slow to edit do not take the time of all else', async () => {
  const world = worldWith({ disable: { roles: ['operator'], approval } })
  await waitForYes(world)
  await serve(world.needs, decision(world, 'the-yes'))
  const proposal = await world.ledger.readProposal(ID)
  if (!proposal) throw new Error('Expected a proposal.')
  for (let i = 0; i < 60; i++)
    await world.ledger.saveProposal({ ...proposal, id: String(i).padStart(40, '0'), version: 0 })
  world.clock.advance(3 * MINUTE)
  world.needs.messenger.update = async () => {
    world.clock.advance(5_000)
    return { kind: 'busy', retryAfterSec: 5 }
  }
  const began = world.clock.nowMs()
  await reconcile(world.needs)
  expect(world.clock.nowMs() - began).toBeLessThan(240_000)
})

test('a config without accounts names no place to look in, and says so', async () => {
  const world = worldWith({}, { accounts: [] })
  await serve(world.needs, { ...asked(world, 'ask'), kind: 'command', text: `status ${IMAGE.imageId}` })
  expect(world.messenger.privateMessages('U0MARIA').at(-1)).not.toMatch(/does not look *:/)
})

test('the reason on the approval card is escaped once', async () => {
  const world = worldWith({ disable: { roles: ['operator'], approval } })
  await waitForYes(world)
  const { claimRequest } = world.ledger
  world.needs.ledger.claimRequest = async (...claim) => {
    world.uses.set('autoScaling', { known: true, value: [{ kind: 'auto-scaling-group', name: 'a&b' }] })
    return claimRequest(...claim)
  }
  await serve(world.needs, decision(world, 'the-yes'))
  const text = world.messenger.posts('ami-alerts')[0]?.message.text
  expect(text).not.toMatch(/&amp;amp;/)
})

test('a request that was carried out, and undone by somebody else, is not carried out again', async () => {
  const world = worldWith({ disable: { roles: ['operator'] }, enable: { roles: ['operator'] } })
  await world.deliver(world.event('available'))
  await open(world)
  const ask = send(world, 'the-submission')
  const { settleRequest } = world.ledger
  world.needs.ledger.settleRequest = async () => {
    throw new Error('The function ends.')
  }
  await serve(world.needs, ask).catch(() => {})
  world.needs.ledger.settleRequest = settleRequest
  world.clock.advance(1_000)
  await world.deliver(world.event('disabled'))
  world.clock.advance(MINUTE)
  await serve(world.needs, {
    ...asked(world, 'enable-it', ALEX),
    kind: 'change',
    action: 'enable',
    image: IMAGE,
  })
  await world.deliver(world.event('available'))
  world.clock.advance(4 * MINUTE)
  await serve(world.needs, ask)
  expect(world.images.changed).toEqual([`DisableImage ${IMAGE.imageId}`, `EnableImage ${IMAGE.imageId}`])
})

const hanging = async (world: AskedWorld, n: number) => {
  const nowMs = world.clock.nowMs()
  const images = Array.from({ length: n }, (_, i) => ({
    ...IMAGE,
    imageId: `ami-${String(i).padStart(17, '0')}`,
  }))
  for (const [i, image] of images.entries()) {
    world.images.put(image, { state: 'available', name: `web-${i}`, tags: {}, snapshots: [] })
    const request = {
      ...asked(world, `request-${i}`),
      action: 'disable' as const,
      image,
      state: 'unknown' as const,
      actedAtMs: nowMs + i,
    }
    await world.ledger.saveImage({ ...image, version: 0, rev: 1, cards: [], request })
  }
  return images
}

test('the outcome of a settled request is in the history, though the audit channel had no room', async () => {
  const world = worldWith({}, WITH_AUDIT)
  const [image = IMAGE] = await hanging(world, 1)
  world.clock.advance(3 * MINUTE)
  const { post } = world.messenger
  world.needs.messenger.post = async (...sent) =>
    sent[0] === 'ami-audit' ? { kind: 'busy', retryAfterSec: 5 } : post(...sent)
  await reconcile(world.needs)
  expect(await world.ledger.readHistory(image, 9)).toContainEqual(
    expect.objectContaining({ kind: 'request', outcome: 'failed' }),
  )
})

test('a busy audit channel does not make a region silent', async () => {
  const world = worldWith({}, WITH_AUDIT)
  const images = await hanging(world, 3)
  world.clock.advance(3 * MINUTE)
  const { post } = world.messenger
  world.needs.messenger.post = async (...sent) =>
    sent[0] === 'ami-audit' ? { kind: 'busy', retryAfterSec: 5 } : post(...sent)
  await reconcile(world.needs)
  const states = [...(await world.ledger.readImages(images)).values()].map(({ request }) => request?.state)
  expect(states).toEqual(['failed', 'failed', 'failed'])
})

test('put before a second person in time, and delivered again late: they are asked', async () => {
  const world = worldWith({ enable: { roles: ['operator'], approval } })
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('disabled'))
  const click = { ...asked(world, ID), kind: 'change', action: 'enable', image: IMAGE } as const
  const { post } = world.messenger
  world.needs.messenger.post = async (...sent) =>
    sent[0] === 'ami-alerts' ? { kind: 'busy', retryAfterSec: 5 } : post(...sent)
  await serve(world.needs, click).catch(() => {})
  world.needs.messenger.post = post
  world.clock.advance(11 * MINUTE)
  await serve(world.needs, click)
  expect(
    (await world.ledger.readProposal(ID))?.state === 'waiting' &&
      world.messenger.posts('ami-alerts').length === 0,
  ).toBe(false)
})

test('the requester is notified of the approval once, though the card has no room', async () => {
  const world = worldWith({ disable: { roles: ['operator'], approval } })
  await waitForYes(world)
  const { update } = world.messenger
  world.needs.messenger.update = async () => ({ kind: 'busy', retryAfterSec: 5 })
  const yes = decision(world, 'the-yes')
  for (let i = 0; i < 4; i++) {
    await serve(world.needs, yes).catch(() => {})
    world.clock.advance(30_000)
  }
  world.needs.messenger.update = update
  await world.deliver(world.event('disabled'))
  await runSchedule(world, 2)
  expect(
    world.messenger.privateMessages('U0MARIA').filter(words => /was approved by/.test(words)),
  ).toHaveLength(1)
})

test('restored outside, seen by a click, deregistered for good in a burst: nothing is offered', async () => {
  const world = worldWith({ restore: { roles: ['operator'] } })
  await world.deliver(world.event('available'))
  world.images.keepUntil(world.clock.nowMs() + 20_000 * MINUTE)
  await world.images.change({ call: 'DeregisterImage', image: IMAGE, deleteSnapshots: false })
  world.clock.advance(MINUTE)
  await world.deliver(world.event('deregistered'))
  await world.images.change({ call: 'RestoreImageFromRecycleBin', image: IMAGE })
  world.clock.advance(MINUTE)
  await serve(world.needs, { ...asked(world, 'restore-it'), kind: 'change', action: 'restore', image: IMAGE })
  world.images.keepUntil(undefined)
  world.clock.advance(MINUTE)
  const others = Array.from({ length: 9 }, (_, i) => ({ ...IMAGE, imageId: `ami-${String(i).repeat(17)}` }))
  await world.images.change({ call: 'DeregisterImage', image: IMAGE, deleteSnapshots: false })
  await announce(
    world.needs,
    [IMAGE, ...others].map(image => world.event('deregistered', image)),
  )
  for (let i = 0; i < 12; i++) {
    world.clock.advance(5 * MINUTE)
    await reconcile(world.needs)
  }
  expect(world.messenger.posts('ami-ready')[0]?.message.text).not.toMatch(/Restore brings it back/)
})
