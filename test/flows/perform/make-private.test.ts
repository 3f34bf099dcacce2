import type { CloudTrailCall } from '../../../src/domain/cloud-trail-call.ts'
import type { Config } from '../../../src/domain/config.ts'
import { NOBODY } from '../../../src/domain/sharing.ts'
import { attribute } from '../../../src/flows/attribute/attribute.ts'
import { serve } from '../../../src/flows/serve.ts'
import { changeImage } from '../../../src/stored/change-image.ts'
import {
  approval,
  asked,
  decision,
  NOBODY as PASSER_BY,
  recordNow,
  requestEntries,
  runSchedule,
  worldWith,
} from '../../support/memory/asking.ts'
import { CONFIG, IMAGE, MINUTE } from '../../support/memory/world.ts'

/** Somebody outside Slack exposed an image; a click on the alert takes that back. */

const KNOWN = '333333333333'
const STRANGER = '210987654321'
const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-ours'
const ELSEWHERE = 'arn:aws:organizations::999999999999:organization/o-other'
const MAY = { roles: ['operator'] }

const MORE: Partial<Config> = {
  accounts: [...CONFIG.accounts, { id: KNOWN, regions: ['us-east-1'] }],
  audiences: { ours: { accounts: [], ous: [], organization: ORGANIZATION } },
}

const open = (actions: Config['actions'] = { makePrivate: MAY, share: MAY }) => worldWith(actions, MORE)
type World = ReturnType<typeof open>

const EXPOSED = {
  ...NOBODY,
  isPublic: true,
  accounts: [KNOWN, STRANGER],
  organizations: [ORGANIZATION, ELSEWHERE],
}

const expose = async (world: World, more: Partial<CloudTrailCall> = {}): Promise<void> => {
  await world.deliver(world.event('available'))
  world.images.share(IMAGE, EXPOSED)
  const call: CloudTrailCall = {
    ...IMAGE,
    id: 'call/1',
    call: 'ModifyImageAttribute',
    atMs: world.clock.nowMs(),
    principal: { kind: 'role', name: 'ops' },
    sharing: { added: ['all', STRANGER, ELSEWHERE], removed: [] },
    ...more,
  }
  await attribute(world.needs, [call])
  world.clock.advance(1000)
}

const click = (world: World, action: 'makePrivate' | 'share' = 'makePrivate', person = undefined as never) =>
  serve(world.needs, {
    ...asked(world, `click-${action}`, person),
    kind: 'change',
    action,
    image: IMAGE,
  })
const alertIn = (world: World) => world.messenger.posts('ami-alerts')[0]?.message
const blocksIn = (world: World) => JSON.stringify(alertIn(world)?.blocks)

test('one click: those unknown to the config lose access, all others keep it, and the alert says so', async () => {
  const world = open()
  await expose(world)
  expect(blocksIn(world)).toContain('"makePrivate"')
  await click(world)
  expect(await world.images.sharing(IMAGE)).toEqual({
    ...NOBODY,
    accounts: [KNOWN],
    organizations: [ORGANIZATION],
  })
  expect(alertIn(world)?.text).toMatch(
    /^✅ AMI is private again: .*Made private by <@U0MARIA> · verified with EC2.*Made public, and shared with/,
  )
  expect(blocksIn(world)).not.toContain('"makePrivate"')
  expect(await requestEntries(world)).toMatchObject([{ action: 'makePrivate', outcome: 'confirmed' }])
})

test('nothing invites to undo it: no Re-share, and its history keeps who had access', async () => {
  const world = open()
  await expose(world)
  await click(world)
  expect(await recordNow(world)).not.toHaveProperty('savedPermissions')
  expect(JSON.stringify(world.messenger.posts('ami-ready'))).not.toMatch(/Re-share|"share"/)
  expect(blocksIn(world)).not.toMatch(/Re-share|Undo/)
  const [entry] = await requestEntries(world)
  expect(entry?.taken).toEqual({
    ...NOBODY,
    isPublic: true,
    accounts: [STRANGER],
    organizations: [ELSEWHERE],
  })
  world.clock.advance(MINUTE)
  await click(world, 'share')
  expect((await world.images.sharing(IMAGE)).isPublic).toBe(false)
})

test('what disabling took away earlier stays saved', async () => {
  const world = open()
  const saved = { ...NOBODY, accounts: ['444455556666'] }
  await expose(world)
  await changeImage(world.ledger, IMAGE, now => ({ ...now, savedPermissions: saved }))
  await click(world)
  expect((await recordNow(world))?.savedPermissions).toEqual(saved)
})

test('somebody made it private meanwhile: nothing is changed, and the person gets an answer', async () => {
  const world = open()
  await expose(world)
  world.images.share(IMAGE, { ...NOBODY, accounts: [KNOWN] })
  await click(world)
  expect(world.images.changed).toEqual([])
  expect(await requestEntries(world)).toMatchObject([
    { outcome: 'refused', reason: 'it was private already' },
  ])
  expect(world.messenger.privateMessages('U0MARIA').join()).toContain('is private already')
})

test('EC2 does not say who has access: nothing is changed', async () => {
  const world = open()
  await expose(world)
  world.needs.images = { ...world.images, sharing: () => Promise.reject(new Error('no answer')) }
  await click(world)
  expect(world.images.changed).toEqual([])
  expect(await requestEntries(world)).toMatchObject([{ action: 'makePrivate', outcome: 'failed' }])
})

test('without a role: denied, and the alert stays as it is', async () => {
  const world = open()
  await expose(world)
  const before = alertIn(world)?.text
  await serve(world.needs, {
    ...asked(world, 'click', PASSER_BY),
    kind: 'change',
    action: 'makePrivate',
    image: IMAGE,
  })
  expect(world.images.changed).toEqual([])
  expect(alertIn(world)?.text).toBe(before)
})

test('the config does not list it: no button, and nobody may', async () => {
  const world = open({ share: MAY })
  await expose(world)
  expect(blocksIn(world)).not.toContain('"makePrivate"')
  expect(blocksIn(world)).toContain('remove the launch permission in the AWS console')
  await click(world)
  expect(world.images.changed).toEqual([])
})

test('EC2 refuses it: the alert says why, offers it again, and nothing is saved', async () => {
  const world = open()
  await expose(world)
  world.images.answerNext({ kind: 'refused', code: 'UnauthorizedOperation', message: 'no' })
  world.needs.images = {
    ...world.images,
    change: async () => ({ kind: 'refused', code: 'UnauthorizedOperation', message: 'no' }),
  }
  await click(world)
  expect(alertIn(world)?.text).toMatch(
    /🚨 AMI made public.*Make private requested by <@U0MARIA> failed.*ec2:ModifyImageAttribute/,
  )
  expect(blocksIn(world)).toContain('"makePrivate"')
  expect(await recordNow(world)).not.toHaveProperty('savedPermissions')
})

test('EC2’s answer was lost, and it had no effect: given up after five minutes, and nothing is saved', async () => {
  const world = open()
  await expose(world)
  world.images.answerNext({ kind: 'unknown', reason: 'TimeoutError' })
  await click(world)
  await runSchedule(world, 3)
  expect(alertIn(world)?.text).toMatch(/🚨.*failed\. EC2 shows access for everybody \(public\)/)
  expect(await recordNow(world)).not.toHaveProperty('savedPermissions')
})

test('EC2 keeps one account: all others have lost access, and that one is named', async () => {
  const world = open()
  await expose(world)
  const { change } = world.images
  world.needs.images = {
    ...world.images,
    change: async one =>
      one.call === 'ModifyImageAttribute' && one.unshare?.accounts.includes(STRANGER)
        ? { kind: 'refused', code: 'InvalidAMIAttributeItemValue', message: 'no such account' }
        : change(one),
  }
  await click(world)
  const now = await world.images.sharing(IMAGE)
  expect(now).toEqual({ ...NOBODY, accounts: [KNOWN, STRANGER], organizations: [ORGANIZATION] })
  expect(alertIn(world)?.text).toContain(`Still shared with account \`${STRANGER}\``)
  expect((await requestEntries(world))[0]?.taken).toMatchObject({
    isPublic: true,
    organizations: [ELSEWHERE],
  })
})

test('it asks for a second person where the config wants one', async () => {
  const world = open({ makePrivate: { ...MAY, approval } })
  await expose(world)
  await click(world)
  expect(world.images.changed).toEqual([])
  world.clock.advance(MINUTE)
  await serve(world.needs, decision(world, 'the-yes', 'approve', 'click-makePrivate'))
  expect((await world.images.sharing(IMAGE)).isPublic).toBe(false)
  expect(alertIn(world)?.text).toMatch(/^✅/)
})

test('somebody takes the access away outside Slack: the alert names them', async () => {
  const world = open()
  await expose(world)
  world.images.share(IMAGE, NOBODY)
  await attribute(world.needs, [
    {
      ...IMAGE,
      id: 'call/2',
      call: 'ModifyImageAttribute',
      atMs: world.clock.nowMs(),
      principal: { kind: 'user', name: 'kim' },
      sharing: { added: [], removed: ['all', STRANGER, ELSEWHERE] },
    },
  ])
  expect(alertIn(world)?.text).toMatch(/^✅ AMI is private again: .*Access removed by IAM user `kim`/)
  expect(blocksIn(world)).not.toContain('"makePrivate"')
})
