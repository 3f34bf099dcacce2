import type { Change } from '../../../src/domain/change.ts'
import type { ImageSession } from '../../../src/domain/change-session.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  approval,
  asked,
  decision,
  imageCard,
  open,
  requestEntries,
  runSchedule,
  send,
  WITH_AUDIT,
  worldWith,
} from '../../support/memory/asking.ts'
import { IMAGE } from '../../support/memory/world.ts'

/** Each change is made in the session of its request. */

const SNAPSHOTS = ['snap-0123456789abcdef0', 'snap-0123456789abcdef1']
const FACTS = {
  state: 'available' as const,
  name: 'web-1',
  tags: {},
  snapshots: SNAPSHOTS.map(snapshotId => ({ snapshotId, sizeGiB: 8, encrypted: false })),
}

const worldWithImage = async (...[actions, more]: Parameters<typeof worldWith>) => {
  const world = worldWith(actions, more)
  world.images.put(IMAGE, FACTS)
  await world.deliver(world.event('available'))
  const rehearsed: ImageSession[] = []
  const { rehearse } = world.images
  world.needs.images.rehearse = async (change, session) => {
    rehearsed.push(session)
    return rehearse(change, session)
  }
  return { ...world, rehearsed }
}

test('an approved request: opened beside the look of the approval, and the same one for the dry run and the calls', async () => {
  const world = await worldWithImage({ deregister: { roles: ['operator'], approval } })
  await open(world, 'deregister')
  const options = { deleteSnapshots: true, unprotect: true } as const
  await serve(world.needs, send(world, 'the-submission', { options }))
  world.clock.advance(60_000)
  expect(world.images.begun).toEqual([])
  const looks: number[] = []
  const { describe } = world.images
  world.needs.images.describe = async (...place) => {
    looks.push(world.images.begun.length)
    return describe(...place)
  }
  await serve(world.needs, decision(world, 'the-yes'))
  const session: ImageSession = {
    requestKey: 'the-submission/approved',
    by: 'U0MARIA',
    approver: 'U0ALEX',
    image: IMAGE,
    calls: ['DeregisterImage', 'DisableImageDeregistrationProtection', 'DeleteSnapshot'],
    snapshotIds: SNAPSHOTS,
  }
  expect(world.images.begun[0]).toEqual({ ...session, requestKey: expect.any(String) })
  const { requestKey } = world.images.begun[0] ?? session
  expect(requestKey).toMatch(/\/approved$/)
  for (const used of [...world.images.begun, ...world.rehearsed])
    expect(used).toEqual({ ...session, requestKey })
  expect(world.images.sessions).toEqual(
    (['DisableImageDeregistrationProtection', 'DeregisterImage'] as Change['call'][]).map(call => ({
      call,
      session: { ...session, requestKey },
    })),
  )
  expect(await requestEntries(world)).toContainEqual(expect.objectContaining({ id: requestKey }))
})

test('a click: opened once the right is known; who has none opens nothing', async () => {
  const world = await worldWithImage({ enable: { roles: ['operator'] } })
  world.images.put(IMAGE, { ...FACTS, state: 'disabled' })
  await world.deliver(world.event('disabled'))
  const click = { kind: 'change', action: 'enable', image: IMAGE } as const
  const nobody = { userId: 'U0NOBODY', workspaceId: 'T0SANDBOX' }
  await serve(world.needs, { ...asked(world, 'no-right', nobody), ...click })
  expect(world.images.begun).toEqual([])
  await serve(world.needs, { ...asked(world, 'a-click'), ...click })
  const session = {
    requestKey: 'a-click',
    by: 'U0MARIA',
    image: IMAGE,
    calls: ['EnableImage'],
    snapshotIds: SNAPSHOTS,
  }
  expect([world.images.begun, world.rehearsed]).toEqual([[session], [session]])
  expect(world.images.sessions).toEqual([{ call: 'EnableImage', session }])
})

test('two requests of one person have sessions of their own', async () => {
  const world = await worldWithImage({ disable: { roles: ['operator'] }, enable: { roles: ['operator'] } })
  await open(world)
  await serve(world.needs, send(world, 'first'))
  await world.deliver(world.event('disabled'))
  world.clock.advance(60_000)
  await serve(world.needs, { ...asked(world, 'second'), kind: 'change', action: 'enable', image: IMAGE })
  expect(world.images.sessions.map(({ call, session }) => [call, session.by])).toEqual([
    ['DisableImage', 'U0MARIA'],
    ['EnableImage', 'U0MARIA'],
  ])
  expect(new Set(world.images.sessions.map(({ session }) => session.requestKey)).size).toBe(2)
})

test('more snapshots than a policy names: history and audit channel say what the session could reach', async () => {
  const world = await worldWithImage({ deregister: { roles: ['operator'] } }, WITH_AUDIT)
  await open(world, 'deregister')
  const { change } = world.images
  world.needs.images.change = async (...asking) => {
    const answer = await change(...asking)
    return answer.kind === 'accepted' ? { ...answer, hasAllSnapshots: true } : answer
  }
  await serve(world.needs, send(world, 'sent', { options: { deleteSnapshots: true } }))
  expect((await requestEntries(world))[0]).toMatchObject({ allSnapshots: SNAPSHOTS.length })
  await runSchedule(world, 2)
  expect(JSON.stringify(world.messenger.posts('ami-audit'))).toContain(
    'the session could reach all snapshots of the region: its policy has no room for the image’s 2',
  )
})

test.each([
  ['NoSession', 'failed', /AWS was not called: STS denied it\. Nothing was changed\./],
  ['SessionUnavailable', 'failed', /try Enable again in a minute/],
])('no session, %s: nothing is called, and the person is told what to do', async (code, outcome, words) => {
  const world = await worldWithImage({ enable: { roles: ['operator'] } })
  world.images.put(IMAGE, { ...FACTS, state: 'disabled' })
  await world.deliver(world.event('disabled'))
  world.needs.images.rehearse = async () => ({ kind: 'refused', code, message: 'STS denied it.' })
  await serve(world.needs, { ...asked(world, 'a-click'), kind: 'change', action: 'enable', image: IMAGE })
  expect(world.images.changed).toEqual([])
  expect((await requestEntries(world))[0]).toMatchObject({ outcome, reason: expect.stringMatching(words) })
  expect(imageCard(world)).toBeDefined()
})
