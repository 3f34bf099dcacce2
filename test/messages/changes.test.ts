import { NOBODY as PRIVATE } from '../../src/domain/sharing.ts'
import { announce } from '../../src/flows/announce/announce.ts'
import { serve } from '../../src/flows/serve.ts'
import {
  ALEX,
  type AskedWorld,
  approval,
  asked,
  decision,
  ID,
  MARIA,
  NOBODY,
  OTHER,
  open,
  runSchedule,
  STRANGER,
  send,
  WITH_AUDIT,
  worldWith,
} from '../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../support/memory/world.ts'
import { recordSent } from '../support/sent.ts'

/** Each message of a change that a person asks for, as Slack gets it. */

const MAY = { roles: ['operator'] }
const ASKS = { roles: ['operator'], approval, breakGlass: { roles: ['breaker'] } }

/** An image that much uses, and that others may launch. */
const used = async (actions: Parameters<typeof worldWith>[0], more: Parameters<typeof worldWith>[1] = {}) => {
  const world = worldWith(actions, { ...WITH_AUDIT, notify: { requester: true, approvers: true }, ...more })
  world.images.put(IMAGE, {
    state: 'available',
    name: 'web-1',
    description: 'Web *servers* & more',
    createdAtMs: world.clock.nowMs() - 40 * 24 * 60 * MINUTE,
    lastLaunchedAtMs: world.clock.nowMs() - 24 * 60 * MINUTE,
    architecture: 'x86_64',
    tags: { Team: 'web', Environment: 'production' },
    snapshots: [{ snapshotId: 'snap-1', sizeGiB: 30, encrypted: true }],
  })
  const sharing = { ...PRIVATE, accounts: ['345678901234', '210987654321'] }
  world.images.share(IMAGE, sharing)
  world.uses.set('sharing', { known: true, value: sharing })
  world.uses.set('references', {
    known: true,
    value: [
      { kind: 'auto-scaling-group', name: 'checkout' },
      { kind: 'launch-template', name: 'web' },
    ],
  })
  await announce(world.needs, [world.event('available')])
  return world
}
const change = (world: AskedWorld, action: 'enable' | 'restore' | 'share', key: string, person = MARIA) =>
  serve(world.needs, { ...asked(world, key, person), kind: 'change', action, image: IMAGE })
const gone = async (world: AskedWorld, state: 'disabled' | 'deregistered'): Promise<void> => {
  world.clock.advance(5_000)
  await announce(world.needs, [world.event(state)])
}

test('disabled: form, acceptance, confirmation; enabled again; shared again', async () => {
  const world = await used({ disable: MAY, enable: MAY, share: MAY })
  const sent = recordSent(world.messenger)
  await open(world)
  await serve(world.needs, send(world, 'submission'))
  await gone(world, 'disabled')
  sent('disable')
  await change(world, 'enable', 'enable-it')
  world.clock.advance(5_000)
  await announce(world.needs, [world.event('available')])
  await change(world, 'share', 'share-it')
  await runSchedule(world, 1)
  sent('enable-and-share')
})

test('deregistered with an approval: asked, reminded, approved, carried out, restored', async () => {
  const world = await used({ deregister: ASKS, restore: MAY })
  const sent = recordSent(world.messenger)
  await open(world, 'deregister')
  await serve(world.needs, send(world, 'submission', { options: { deleteSnapshots: true } }))
  await runSchedule(world, 7)
  sent('approval-asked')
  await serve(world.needs, decision(world, 'yes'))
  await gone(world, 'deregistered')
  await runSchedule(world, 1)
  sent('approved')
  await change(world, 'restore', 'restore-it')
  sent('restore')
})

test('an approval that is declined, withdrawn, expired, or asked for twice; and who may not decide', async () => {
  const world = await used({ disable: ASKS })
  const sent = recordSent(world.messenger)
  await open(world)
  await serve(world.needs, send(world, 'submission'))
  await serve(world.needs, decision(world, 'own', 'approve', ID, MARIA))
  await serve(world.needs, decision(world, 'no-right', 'approve', ID, NOBODY))
  await serve(world.needs, decision(world, 'guest', 'approve', ID, STRANGER))
  await serve(world.needs, {
    ...asked(world, OTHER),
    kind: 'propose',
    action: 'disable',
    image: IMAGE,
    viewId: 'V2',
  })
  await serve(world.needs, { ...decision(world, 'no', 'decline'), comment: 'Still needed by *billing*' })
  sent('declined')
  await serve(world.needs, {
    ...asked(world, OTHER),
    kind: 'propose',
    action: 'disable',
    image: IMAGE,
    viewId: 'V2',
  })
  await serve(world.needs, { ...send(world, 'again'), proposalId: OTHER, viewId: 'V2' })
  await runSchedule(world, 14)
  await serve(world.needs, decision(world, 'too-late', 'approve', OTHER))
  sent('expired')
})

test('the emergency override', async () => {
  const world = await used({ deregister: ASKS })
  const sent = recordSent(world.messenger)
  await open(world, 'deregister')
  await serve(world.needs, send(world, 'override', { options: { emergencyOverride: true } }))
  await gone(world, 'deregistered')
  sent('emergency-override')
})

test('who may not, a guest, a limit, and an image that is in another state by now', async () => {
  const world = await used({ disable: MAY, enable: MAY }, { limits: { destructivePerHour: 1 } })
  const sent = recordSent(world.messenger)
  await serve(world.needs, {
    ...asked(world, ID, NOBODY),
    kind: 'propose',
    action: 'disable',
    image: IMAGE,
    viewId: 'V1',
  })
  await change(world, 'enable', 'guest-1', STRANGER)
  await change(world, 'enable', 'not-disabled')
  await change(world, 'restore', 'not-allowed', ALEX)
  await open(world)
  await serve(world.needs, send(world, 'first'))
  await change(world, 'enable', 'too-many')
  sent('refusals')
})

test.each(['UnauthorizedOperation', 'RequestLimitExceeded'])('EC2 refuses it: %s', async code => {
  const world = await used({ disable: MAY })
  await open(world)
  const sent = recordSent(world.messenger)
  world.images.answerNext({ kind: 'refused', code, message: `EC2 says ${code}` })
  await serve(world.needs, send(world, 'submission'))
  await runSchedule(world, 2)
  sent(`ec2-${code}`)
})
