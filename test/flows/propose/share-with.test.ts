import type { AudienceChoice } from '../../../src/domain/audience.ts'
import type { Audience, Config } from '../../../src/domain/config.ts'
import type { RequestOptions } from '../../../src/domain/request.ts'
import { NOBODY, type Sharing } from '../../../src/domain/sharing.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  type AskedWorld,
  approval,
  approvalCard,
  asked,
  decision,
  ID,
  imageCard,
  OTHER,
  recordNow,
  requestEntries,
  send,
  worldWith,
} from '../../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** Share…: who may launch an image, by the audiences of the config. */

const STAGING = '345678901234'
const PARTNER = '210987654321'
const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-abc'
const audiences: Record<string, Audience> = {
  staging: { accounts: [STAGING], ous: [] },
  workloads: { accounts: [STAGING, PARTNER], ous: [] },
  everybody: { accounts: [], ous: [], organization: ORGANIZATION },
}
const rights = { shareWith: { roles: ['operator'] } }

/** A world with an available image that these may launch. */
const shared = async (
  accounts: readonly string[] = [],
  actions: Config['actions'] = rights,
  encrypted = false,
) => {
  const w = worldWith(actions, { audiences })
  const snapshots = [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted }]
  w.images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots })
  seen(w, { ...NOBODY, accounts })
  await announce(w.needs, [w.event('available')])
  return w
}
/** Who has access: in EC2, and as the facts of a form say. */
const seen = (w: AskedWorld, sharing: Sharing): void => {
  w.images.share(IMAGE, sharing)
  w.uses.set('sharing', { known: true, value: sharing })
}
const click = (w: AskedWorld, more: object = {}, key = ID) =>
  serve(w.needs, {
    ...asked(w, key),
    kind: 'propose',
    action: 'shareWith',
    image: IMAGE,
    viewId: 'V1',
    ...more,
  })
const choose = (
  w: AskedWorld,
  key: string,
  choice: Partial<AudienceChoice>,
  options: RequestOptions = {},
  proposalId = ID,
) => {
  w.clock.advance(1000)
  return serve(w.needs, {
    ...send(w, key, { choice: { add: [], remove: [], ...choice }, options }),
    proposalId,
  })
}
const form = (w: AskedWorld): string => JSON.stringify(w.messenger.forms('V1').at(-1))
const access = async (w: AskedWorld) => w.images.sharing(IMAGE)

test('chosen, reviewed as a difference, shared, verified', async () => {
  const w = await shared()
  await click(w)
  expect(form(w)).toMatch(/"text":"Review".*Private: not shared.*Audiences to share with/s)
  await choose(w, 'review-it', { add: ['staging'] })
  expect(form(w)).toContain('+ account `345678901234`')
  expect(form(w)).toContain('"text":"Share"')
  expect(w.images.changed).toEqual([])
  await choose(w, 'share-it', { add: ['staging'] })
  expect(w.images.changed).toEqual([`ModifyImageAttribute ${IMAGE.imageId}`])
  expect(await access(w)).toEqual({ ...NOBODY, accounts: [STAGING] })
  expect(await recordNow(w)).toMatchObject({
    request: { action: 'shareWith', state: 'confirmed', confirmedBy: 'look' },
  })
  expect(form(w)).toMatch(/was given new launch permissions/)
  expect(imageCard(w)).toContain('+ account `345678901234`')
  expect(await requestEntries(w)).toMatchObject([
    { outcome: 'confirmed', sharing: { added: [STAGING], removed: [] } },
  ])
})

test('delivered again, the review is shown again, and nothing is shared unseen', async () => {
  const w = await shared()
  await click(w)
  const sent = { ...send(w, 'review-it', { choice: { add: ['staging'], remove: [] } }) }
  await serve(w.needs, sent)
  await serve(w.needs, sent)
  // Sent twice before the difference was drawn.
  await serve(w.needs, { ...sent, key: 'sent-just-before', askedAtMs: sent.askedAtMs - 1 })
  expect(w.images.changed).toEqual([])
  expect(form(w)).toContain('"text":"Share"')
})

test('another choice is reviewed first', async () => {
  const w = await shared()
  await click(w)
  await choose(w, 'first', { add: ['staging'] })
  await choose(w, 'second', { add: ['workloads'] })
  expect(w.images.changed).toEqual([])
  expect(form(w)).toContain(`+ account \`${PARTNER}\``)
  await choose(w, 'third', { add: ['workloads'] })
  expect(await access(w)).toEqual({ ...NOBODY, accounts: [STAGING, PARTNER] })
})

test('somebody else shared it meanwhile: the smaller difference is reviewed', async () => {
  const w = await shared()
  await click(w)
  await choose(w, 'first', { add: ['workloads'] })
  seen(w, { ...NOBODY, accounts: [STAGING] })
  await choose(w, 'second', { add: ['workloads'] })
  expect(w.images.changed).toEqual([])
  expect(form(w)).not.toContain(`+ account \`${STAGING}\``)
})

test.each<[string, Partial<AudienceChoice>, RegExp]>([
  ['nothing chosen', {}, /Choose an audience/],
  ['access already', { add: ['staging'] }, /This changes nothing/],
  ['no access to take', { remove: ['everybody'] }, /This changes nothing/],
  [
    'added and removed',
    { add: ['staging'], remove: ['staging'] },
    /“staging” is chosen to be added and to be removed/,
  ],
  ['an audience that does not exist', { add: ['nobody', 'toString'] }, /Choose an audience/],
])('%s: the form says so', async (_what, choice, words) => {
  const w = await shared([STAGING])
  await click(w)
  await choose(w, 'review-it', choice)
  expect(form(w)).toMatch(words)
  expect(w.images.changed).toEqual([])
})

test('access is taken away, and given, in one request', async () => {
  const w = await shared([PARTNER])
  await click(w)
  const choice = { add: ['everybody'], remove: ['workloads'] }
  await choose(w, 'review-it', choice)
  expect(form(w)).toMatch(/\+ organization `o-abc`\\n− account `210987654321`/)
  await choose(w, 'share-it', choice)
  expect(await access(w)).toEqual({ ...NOBODY, organizations: [ORGANIZATION] })
})

test('Undo takes back what was changed, and can be taken back itself', async () => {
  const w = await shared([PARTNER])
  await click(w)
  const choice = { add: ['staging'], remove: ['workloads'] }
  await choose(w, 'review-it', choice, { shareSnapshots: true })
  await choose(w, 'share-it', choice, { shareSnapshots: true })
  expect(await access(w)).toEqual({ ...NOBODY, accounts: [STAGING] })
  expect(await w.images.snapshotSharing(IMAGE, 'snap-1')).toEqual([STAGING])
  seen(w, await access(w))
  expect(imageCard(w)).toContain('Share')
  await click(w, { undo: true }, OTHER)
  expect(form(w)).toMatch(/Undo: .*\+ account `210987654321`\\n− account `345678901234`/s)
  expect(form(w)).not.toContain('Audiences to share with')
  await choose(w, 'undo-it', {}, { shareSnapshots: true }, OTHER)
  expect(await access(w)).toEqual({ ...NOBODY, accounts: [PARTNER] })
  expect(await w.images.snapshotSharing(IMAGE, 'snap-1')).toEqual([PARTNER])
  expect(await recordNow(w)).toMatchObject({ request: { action: 'shareWith', state: 'confirmed' } })
})

test('Undo of something that is not the last request: said, and nothing changed', async () => {
  const w = await shared([PARTNER])
  await click(w, { undo: true })
  expect(form(w)).toMatch(/nothing to undo/)
})

test('snapshots too: accounts only, and who is left out is named', async () => {
  const w = await shared()
  await click(w)
  const choice = { add: ['staging', 'everybody'] }
  await choose(w, 'review-it', choice)
  expect(form(w)).toContain('Snapshots can be shared with accounts only; left out: organization `o-abc`')
  await choose(w, 'share-it', choice, { shareSnapshots: true })
  expect(await w.images.snapshotSharing(IMAGE, 'snap-1')).toEqual([STAGING])
  expect(await recordNow(w)).toMatchObject({ request: { state: 'confirmed' } })
})

test('whom EC2 refuses is named with its reason, the others get access', async () => {
  const w = await shared()
  const { change } = w.images
  w.needs.images.change = async one => {
    const isBad = one.call === 'ModifyImageAttribute' && one.share?.accounts.includes(PARTNER)
    return isBad
      ? { kind: 'refused', code: 'InvalidAMIAttributeItemValue', message: 'Invalid attribute item value' }
      : change(one)
  }
  await click(w)
  await choose(w, 'review-it', { add: ['workloads'] })
  await choose(w, 'share-it', { add: ['workloads'] })
  expect(await access(w)).toEqual({ ...NOBODY, accounts: [STAGING] })
  expect(imageCard(w)).toMatch(/Not shared with account `210987654321`: .*InvalidAMIAttributeItemValue/)
  expect(await recordNow(w)).toMatchObject({
    request: { state: 'confirmed', share: { accounts: [STAGING] } },
  })
})

test('the audience is gone from the config when it is carried out: refused', async () => {
  const w = await shared([], { shareWith: { roles: ['operator'], approval } })
  await click(w)
  await choose(w, 'review-it', { add: ['staging'] })
  await choose(w, 'share-it', { add: ['staging'] })
  expect(approvalCard(w)).toContain('+ account `345678901234`')
  w.clock.advance(MINUTE)
  const config = { ...w.config, audiences: { everybody: audiences.everybody as Audience } }
  await serve({ ...w.needs, config }, decision(w, 'approve-it'))
  expect(w.images.changed).toEqual([])
  expect(await requestEntries(w)).toContainEqual(
    expect.objectContaining({ outcome: 'refused', reason: 'account 345678901234 is in no audience' }),
  )
})

test('approved by a second person: then it is shared', async () => {
  const w = await shared([], { shareWith: { roles: ['operator'], approval } })
  await click(w)
  await choose(w, 'review-it', { add: ['staging'] })
  expect(form(w)).toContain('Request approval')
  await choose(w, 'share-it', { add: ['staging'] })
  expect(w.images.changed).toEqual([])
  w.clock.advance(MINUTE)
  await serve(w.needs, decision(w, 'approve-it'))
  expect(await access(w)).toEqual({ ...NOBODY, accounts: [STAGING] })
})

test('only what is shared afterwards needs approval, where the rule says so', async () => {
  const when = [{ shared: true }]
  const w = await shared([STAGING], { shareWith: { roles: ['operator'], approval: { ...approval, when } } })
  await click(w)
  await choose(w, 'review-it', { remove: ['staging'] })
  expect(form(w)).toContain('"text":"Share"')
  await choose(w, 'other', { add: ['workloads'] })
  expect(form(w)).toContain('Request approval')
})

test('an encrypted image whose key they cannot use: the red line, and the statement for its owner', async () => {
  const w = await shared([], rights, true)
  const key = 'arn:aws:kms:us-east-1:123456789012:key/1'
  w.launchability.setKeys({
    known: true,
    value: [
      {
        arn: key,
        key: { known: true, value: { arn: key, state: 'Enabled', grants: [], policy: { statements: [] } } },
      },
    ],
  })
  await click(w)
  await choose(w, 'review-it', { add: ['staging'] })
  const view = w.messenger.forms('V1').at(-1)
  expect(JSON.stringify(view)).toContain(
    '🛑 To be shared with 1 account, which cannot use its KMS key: launches there will fail',
  )
  const box = view?.blocks.find(
    block => 'elements' in block && JSON.stringify(block.elements).includes('rich_text_preformatted'),
  )
  expect(JSON.stringify(box)).toContain(`arn:aws:iam::${STAGING}:root`)
  // It can be shared all the same: the key may follow.
  await choose(w, 'share-it', { add: ['staging'] })
  expect(imageCard(w)).toContain('🛑 Shared with 1 account, which cannot use its KMS key')
})

test('a command may name the audience: its difference is there at once', async () => {
  const w = await shared()
  await serve(w.needs, {
    ...asked(w, ID),
    kind: 'command',
    command: '/ami',
    text: `share-with ${IMAGE.imageId} Staging`,
    viewId: 'V1',
  })
  expect(form(w)).toContain('+ account `345678901234`')
  await choose(w, 'share-it', { add: ['staging'] })
  expect(await access(w)).toEqual({ ...NOBODY, accounts: [STAGING] })
})

test('nobody may where the config does not list it, and the card has no button', async () => {
  const w = await shared([], { share: { roles: ['operator'] } })
  await click(w)
  expect(form(w)).toMatch(/don’t have permission to share/)
  expect(imageCard(w)).not.toMatch(/Buttons: .*Share/)
  const listed = await shared()
  expect(imageCard(listed)).toMatch(/Buttons: Disable, Deregister, Share/)
})

test('EC2 does not say who has access: nothing can be chosen', async () => {
  const w = await shared()
  w.uses.set('sharing', { known: false, why: 'UnauthorizedOperation: the permission is missing' })
  await click(w)
  expect(form(w)).toContain('unknown: UnauthorizedOperation')
  expect(form(w)).not.toContain('"submit"')
})
