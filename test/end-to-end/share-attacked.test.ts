import {
  forgeClick,
  forgeSubmission,
  letTimePass,
  proposalIn,
  type View,
  viewOf,
} from '../support/proposals.ts'
import { startWorld, type TestWorld } from '../support/world.ts'

/** Share… and Make private, attacked through the public endpoint: truly signed, but nothing that a client of Slack's would send. */

const CHANNEL = 'ami-ready'
const STAGING = '345678901234'
const PARTNER = '210987654321'
const STRANGER = '567890123456'
const OTHER_COMPANY = 'T0PARTNER'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ digestAbove: 100, slack: { rateLimits: 'off' } })
})
afterAll(() => world.close())

const keyOf = (imageId: string): string => `123456789012/us-east-1/${imageId}`
const accessOf = (imageId: string): string[] =>
  (world.sandbox.ec2.fleet.images.find(({ image }) => image.ImageId === imageId)?.launchPermissions ?? [])
    .map(({ UserId, Group, OrganizationArn }) => UserId ?? Group ?? OrganizationArn ?? '')
    .sort()
/** The calls that change the launch permissions of an image, without those from outside Slack. */
const callsFor = (imageId: string): number =>
  world.moments('ec2', new RegExp(`^ModifyImageAttribute ${imageId} -> (?!.*outside Slack)`)).length
const chosen = (add: string[], remove: string[] = [], options: string[] = []) => ({
  add: { add },
  remove: { remove },
  options: { options },
})

/** The form of an image with a card, opened by maria. */
const opened = async (name?: string): Promise<{ imageId: string; view: View }> => {
  const { imageId } = await world.image({ quiet: false, ...(name !== undefined && { name }) })
  await world.openForm('maria', CHANNEL, imageId, 'shareWith')
  return { imageId, view: await viewOf(world, 'maria') }
}
/** The same after maria has chosen staging: it shows what that changes. */
const reviewed = async (name?: string): Promise<{ imageId: string; view: View }> => {
  const { imageId } = await opened(name)
  await world.submit('maria', chosen(['staging']))
  return { imageId, view: await viewOf(world, 'maria') }
}
const formText = async (): Promise<string> => (await world.form('maria'))?.text ?? ''

describe('the form of Share…', () => {
  test('sent without having seen the difference: it is shown, and nothing is changed', async () => {
    const { imageId, view } = await opened()
    await Promise.all([
      forgeSubmission(world, 'U0MARIA', view, chosen(['staging'])),
      forgeSubmission(world, 'U0MARIA', { ...view, hash: '1.other' }, chosen(['staging'])),
    ])
    expect(accessOf(imageId)).toEqual([])
    expect(await formText()).toContain('+ account `345678901234` (staging)')
  })

  test.each([
    ['an account id', [STRANGER]],
    ['an audience that the config does not have', ['suppliers']],
    ['a name of JavaScript’s own', ['__proto__', 'constructor', 'toString']],
    ['everybody in EC2’s word', ['all']],
    ['nothing', []],
  ])('a forged audience, %s: nobody gets access', async (_what, add) => {
    const { imageId, view } = await opened()
    await forgeSubmission(world, 'U0MARIA', view, chosen(add))
    await forgeSubmission(world, 'U0MARIA', { ...view, hash: '2.again' }, chosen(add))
    expect([accessOf(imageId), callsFor(imageId)]).toEqual([[], 0])
    expect(await formText()).toContain('Choose an audience to add or to remove')
  })

  test('another audience than the one that was shown, and a forged one beside it: shown first, the forged one is left out', async () => {
    const { imageId, view } = await reviewed()
    await forgeSubmission(world, 'U0MARIA', view, chosen(['partners', STRANGER]))
    expect(accessOf(imageId)).toEqual([])
    expect(await formText()).toContain(`+ account \`${PARTNER}\``)
    expect(await formText()).not.toContain(STRANGER)
  })

  test.each([
    ['sam, who has no role', 'U0SAM', 'T0SANDBOX'],
    ['alex, for whom it was not drawn', 'U0ALEX', 'T0SANDBOX'],
    ['a guest', 'U0GUEST', OTHER_COMPANY],
  ])('sent by %s: refused, and it still works for maria', async (_who, userId, teamId) => {
    const { imageId, view } = await reviewed()
    await forgeSubmission(world, userId, view, chosen(['staging']), teamId)
    expect([accessOf(imageId), callsFor(imageId)]).toEqual([[], 0])
    await forgeSubmission(world, 'U0MARIA', { ...view, hash: '3.own' }, chosen(['staging']))
    expect(accessOf(imageId)).toEqual([STAGING])
  })

  test('sent twice at once, and a copy later: one change', async () => {
    const { imageId, view } = await reviewed()
    const send = (hash = view.hash) =>
      forgeSubmission(world, 'U0MARIA', { ...view, hash }, chosen(['staging']))
    await Promise.all([send(), send(), send('4.other')])
    expect(accessOf(imageId)).toEqual([STAGING])
    expect(callsFor(imageId)).toBe(1)
    await world.post(`/images/${imageId}/unshare`, { account: STAGING })
    await send('5.later')
    expect(accessOf(imageId)).toEqual([])
    expect(await formText()).toMatch(/expired or was already submitted/)
  })

  test('half an hour old: nothing is changed', async () => {
    const { imageId, view } = await reviewed()
    await letTimePass(world, await proposalIn(world, 'maria'), 31)
    await forgeSubmission(world, 'U0MARIA', view, chosen(['staging']))
    expect(accessOf(imageId)).toEqual([])
    expect(await formText()).toMatch(/expired/)
  })

  test('somebody changed the access after it was shown: it is shown again', async () => {
    const { imageId, view } = await reviewed()
    await world.post(`/images/${imageId}/share`, { account: STAGING })
    await forgeSubmission(world, 'U0MARIA', view, chosen(['staging']))
    expect(callsFor(imageId)).toBe(0)
    expect(await formText()).toContain('This changes nothing')
  })

  test('its memo names somebody else’s proposal: refused', async () => {
    const { imageId, view } = await reviewed()
    const other = await opened()
    await world.openForm('alex', CHANNEL, other.imageId, 'shareWith')
    await forgeSubmission(
      world,
      'U0ALEX',
      { ...(await viewOf(world, 'alex')), private_metadata: view.private_metadata },
      chosen(['staging']),
    )
    expect([accessOf(imageId), accessOf(other.imageId)]).toEqual([[], []])
  })
})

describe('the approval of Share…', () => {
  const asked = async () => {
    const { imageId, view } = await reviewed(`payments-forged-${Math.random().toString(36).slice(2)}`)
    await forgeSubmission(world, 'U0MARIA', view, { ...chosen(['staging']), purpose: { purpose: 'CVE' } })
    const { proposal } = JSON.parse(view.private_metadata) as { proposal: string }
    return { imageId, proposal }
  }

  test('approved by the requester, by sam, and by a guest: nothing; by alex, twice at once: one change', async () => {
    const { imageId, proposal } = await asked()
    await forgeClick(world, 'U0MARIA', 'approve', proposal)
    await forgeClick(world, 'U0SAM', 'approve', proposal)
    await forgeClick(world, 'U0GUEST', 'approve', proposal, OTHER_COMPANY)
    expect([accessOf(imageId), callsFor(imageId)]).toEqual([[], 0])
    await Promise.all([
      forgeClick(world, 'U0ALEX', 'approve', proposal),
      forgeClick(world, 'U0ALEX', 'approve', proposal),
    ])
    expect(accessOf(imageId)).toEqual([STAGING])
    expect(callsFor(imageId)).toBe(1)
  })

  test('the emergency override, ticked in a form that does not offer it', async () => {
    const { imageId, view } = await reviewed('payments-override')
    await forgeSubmission(world, 'U0MARIA', view, {
      ...chosen(['staging'], [], ['breakGlass']),
      purpose: { purpose: 'CVE-2026-1' },
    })
    expect([accessOf(imageId), callsFor(imageId)]).toEqual([[], 0])
  })
})

describe('Undo of Share… and Re-share, clicked where no card offers them', () => {
  test.each(['undo-share', 'share', 'shareWith'])('%s', async action => {
    const { imageId } = await world.image({ quiet: false })
    for (const userId of ['U0MARIA', 'U0SAM']) await forgeClick(world, userId, action, keyOf(imageId))
    expect([accessOf(imageId), callsFor(imageId)]).toEqual([[], 0])
  })
})

describe('Make private', () => {
  const exposed = async (): Promise<string> => {
    const { imageId } = await world.image({ quiet: false })
    for (const account of [STAGING, STRANGER]) await world.post(`/images/${imageId}/share`, { account })
    await world.idle()
    return imageId
  }

  test.each([
    ['sam, who has no role', 'U0SAM', 'T0SANDBOX'],
    ['a guest', 'U0GUEST', OTHER_COMPANY],
    ['a guest, in a payload that calls them one of us', 'U0GUEST', 'T0SANDBOX'],
  ])('by %s: denied', async (_who, userId, teamId) => {
    const imageId = await exposed()
    await forgeClick(world, userId, 'makePrivate', keyOf(imageId), teamId)
    expect([accessOf(imageId), callsFor(imageId)]).toEqual([[STAGING, STRANGER], 0])
  })

  test('clicked twice at once: one change, and nobody of the config loses access', async () => {
    const imageId = await exposed()
    await Promise.all([
      forgeClick(world, 'U0MARIA', 'makePrivate', keyOf(imageId)),
      forgeClick(world, 'U0ALEX', 'makePrivate', keyOf(imageId)),
    ])
    expect(accessOf(imageId)).toEqual([STAGING])
    expect(callsFor(imageId)).toBe(1)
  })

  test('of an image that is private, of another account, of a name that is none: EC2 is not asked to change anything', async () => {
    const { imageId } = await world.image({ quiet: false })
    const before = world.moments('ec2', /^ModifyImageAttribute/).length
    for (const value of [keyOf(imageId), `999999999999/us-east-1/${imageId}`, `${keyOf(imageId)}|all`, 'all'])
      expect(await forgeClick(world, 'U0MARIA', 'makePrivate', value)).toMatchObject({ status: 200 })
    expect(world.moments('ec2', /^ModifyImageAttribute/)).toHaveLength(before)
    expect((await world.privateOf('maria')).map(({ text }) => text).join('\n')).toMatch(
      /private already|only accounts that the config names/,
    )
  })
})
