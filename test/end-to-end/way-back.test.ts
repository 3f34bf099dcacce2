import { addRecycleBinRules, forgeClick, KEPT } from '../support/proposals.ts'
import { buttonsOf, filled, startWorld, type TestWorld } from '../support/world.ts'

/** What disabling and deregistering take away, and how it comes back. */

const CHANNEL = 'ami-ready'
const ALERTS = 'ami-alerts'
const PARTNER = '210987654321'
const STAGING = '345678901234'
const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-a1b2c3d4e5'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ digestAbove: 100, destructivePerHour: 1000, slack: { rateLimits: 'off' } })
  addRecycleBinRules(world)
})
afterAll(() => world.close())

const storedOf = (imageId: string) => {
  const found = world.sandbox.ec2.fleet.images.find(stored => stored.image.ImageId === imageId)
  if (!found) throw new Error(`Expected an image ${imageId}.`)
  return found
}
const sharedWith = (imageId: string): string[] =>
  storedOf(imageId)
    .launchPermissions.map(({ UserId, OrganizationArn, Group }) => UserId ?? OrganizationArn ?? Group ?? '')
    .sort()
const stateOf = async (imageId: string): Promise<string | undefined> =>
  (await world.images()).find(image => image.imageId === imageId)?.state
const lastTold = async (person: string): Promise<string> => (await world.privateOf(person)).at(-1)?.text ?? ''
const privately = async (...people: string[]): Promise<string[]> =>
  (await Promise.all(people.map(person => world.privateOf(person)))).flat().map(m => m.text)
const called = (call: string, imageId: string): number =>
  world.moments('ec2', new RegExp(`^${call} .*-> ok$`)).filter(m => JSON.stringify(m).includes(imageId))
    .length

/** An image that is shared, with a card of its own. */
const shared = async (...accounts: string[]): Promise<string> => {
  const { imageId } = await world.image({ tags: KEPT, quiet: false })
  for (const account of accounts) await world.post(`/images/${imageId}/share`, { account })
  return imageId
}
/** The same, disabled and enabled again. */
const enabledAgain = async (...accounts: string[]): Promise<string> => {
  const imageId = await shared(...accounts)
  await world.act('maria', CHANNEL, imageId, 'disable')
  await world.clickCard('maria', CHANNEL, imageId, 'enable')
  return imageId
}
/** An image that lies in the Recycle Bin. */
const recycled = async (options: string[] = []): Promise<string> => {
  const { imageId } = await world.image({ tags: KEPT, quiet: false })
  for (const { snapshot } of world.sandbox.ec2.fleet.snapshots)
    if (snapshot.Description?.includes(imageId)) snapshot.Tags = [{ Key: 'Environment', Value: 'production' }]
  await world.act('maria', CHANNEL, imageId, 'deregister', filled({ options }))
  return imageId
}

describe('a shared image', () => {
  test('EC2 refuses to disable it: nothing was taken, so nothing is offered back', async () => {
    const imageId = await shared(PARTNER)
    world.fault({ service: 'ec2', call: 'DisableImage:Real', error: 'UnauthorizedOperation' })
    await world.act('maria', CHANNEL, imageId, 'disable')
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toContain('Disable requested by <@U0MARIA> failed')
    expect(card.text).not.toContain('Was shared with')
    expect(buttonsOf(card)).toEqual(['disable', 'deregister', 'shareWith', 'retire', 'scan', 'more'])
    expect(sharedWith(imageId)).toEqual([PARTNER])
  })

  test('disabled, enabled, shared again as before: with the list at each step', async () => {
    const imageId = await shared(PARTNER, STAGING)
    storedOf(imageId).launchPermissions.push({ OrganizationArn: ORGANIZATION })
    const before = sharedWith(imageId)
    await world.act('maria', CHANNEL, imageId, 'disable')
    expect(sharedWith(imageId)).toEqual([])
    const disabled = await world.card(CHANNEL, imageId)
    // An organization is known by its id, not by its ARN.
    for (const one of before) expect(disabled.text).toContain(one.replace(/^.*\//, ''))
    expect(disabled.text).toContain('Enable it first, then click Re-share to restore access')
    expect(buttonsOf(disabled)).toEqual(['enable', 'deregister', 'more'])

    await world.clickCard('maria', CHANNEL, imageId, 'enable')
    expect(sharedWith(imageId)).toEqual([])
    const enabled = await world.card(CHANNEL, imageId)
    for (const one of before) expect(enabled.text).toContain(one.replace(/^.*\//, ''))
    expect(buttonsOf(enabled)).toContain('share')
    const button = JSON.stringify(enabled.blocks)
    expect(button).toContain('Restores launch permissions for')

    await world.clickCard('maria', CHANNEL, imageId, 'share')
    expect(sharedWith(imageId)).toEqual(before)
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toContain('Re-shared by <@U0MARIA> · verified with EC2')
    expect(card.text).not.toContain('Was shared with')
    expect(buttonsOf(card)).not.toContain('share')
    await forgeClick(world, 'U0MARIA', 'share', `123456789012/us-east-1/${imageId}`)
    expect(await lastTold('maria')).toMatch(/no removed launch permissions are stored for it/)
    expect(called('ModifyImageAttribute', imageId)).toBe(1)
  })

  test('with an account that no longer exists: the others have access again, and that one is named', async () => {
    const imageId = await shared(PARTNER, STAGING)
    storedOf(imageId).launchPermissions.push({ UserId: '000000000000' })
    await world.act('maria', CHANNEL, imageId, 'disable')
    await world.clickCard('maria', CHANNEL, imageId, 'enable')
    await world.clickCard('maria', CHANNEL, imageId, 'share')
    expect(sharedWith(imageId)).toEqual([PARTNER, STAGING])
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toMatch(
      /⚠️ Not re-shared with account `000000000000`: EC2 does not know this account .*\(`InvalidAMIAttributeItemValue`\)/,
    )
    expect(card.text).toContain('Re-shared by <@U0MARIA>')
  })

  test('was public, and public access is blocked now: accounts have access again, everybody is named', async () => {
    const imageId = await shared(PARTNER, STAGING)
    storedOf(imageId).launchPermissions.push({ Group: 'all' })
    await world.act('maria', CHANNEL, imageId, 'disable')
    await world.clickCard('maria', CHANNEL, imageId, 'enable')
    await world.post('/aws', { blockPublicAccess: true })
    await world.clickCard('maria', CHANNEL, imageId, 'share')
    expect(sharedWith(imageId)).toEqual([PARTNER, STAGING])
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toContain('Re-shared by <@U0MARIA>')
    expect(card.text).toMatch(
      /Not re-shared with everybody \(public\): block public access for AMIs is enabled in this account and Region/,
    )
    // What could not be given back is still offered, and alone it is refused with the advice that fits.
    await world.clickCard('maria', CHANNEL, imageId, 'share')
    const refused = await world.card(CHANNEL, imageId)
    expect(refused.text).toMatch(/Nothing was changed; block public access for AMIs is enabled/)
    expect(refused.text).not.toContain('deregistration protection')
    await world.post('/aws', { blockPublicAccess: false })
    await world.clickCard('maria', CHANNEL, imageId, 'share')
    expect(storedOf(imageId).launchPermissions).toContainEqual({ Group: 'all' })
  })

  test('EC2 does not tell who may launch it: it is not disabled, and the card says why', async () => {
    const imageId = await shared(PARTNER)
    await world.openForm('maria', CHANNEL, imageId, 'disable')
    const name = storedOf(imageId).image.Name
    // Once for the facts of the form, once for the permissions that are to be kept.
    world.fault({ service: 'ec2', call: 'DescribeImageAttribute', error: 'UnauthorizedOperation', times: 99 })
    await world.submit('maria', filled({ name }))
    expect((await world.form('maria'))?.text).toContain('launch permissions can no longer be checked')
    await world.submit('maria', filled({ name }))
    world.sandbox.faults.clear()
    expect((await world.card(CHANNEL, imageId)).text).toMatch(
      /The launch permissions could not be read \(UnauthorizedOperation\), .* Nothing was changed/,
    )
    expect(world.changes(imageId)).toEqual([])
    expect(sharedWith(imageId)).toEqual([PARTNER])
  })

  test('disabled twice in between: what was kept the first time is not lost', async () => {
    const imageId = await enabledAgain(PARTNER)
    await world.act('maria', CHANNEL, imageId, 'disable')
    await world.clickCard('maria', CHANNEL, imageId, 'enable')
    await world.clickCard('maria', CHANNEL, imageId, 'share')
    expect(sharedWith(imageId)).toEqual([PARTNER])
  })

  test('sharing again is refused by EC2: the offer stays', async () => {
    const imageId = await enabledAgain(PARTNER)
    world.fault({ service: 'ec2', call: 'ModifyImageAttribute:Real', error: 'UnauthorizedOperation' })
    await world.clickCard('maria', CHANNEL, imageId, 'share')
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toMatch(/amiops lacks permission for ec2:ModifyImageAttribute/)
    expect(buttonsOf(card)).toContain('share')
    expect(sharedWith(imageId)).toEqual([])
  })

  test('not by sam', async () => {
    const imageId = await enabledAgain(PARTNER)
    await world.clickCard('sam', CHANNEL, imageId, 'share')
    expect(await lastTold('sam')).toMatch(/You don’t have permission to re-share/)
    expect(sharedWith(imageId)).toEqual([])
  })
})

describe('an image in the Recycle Bin', () => {
  test('Restore, with its date above; restored on the same card, confirmed by a look', async () => {
    const imageId = await recycled()
    const gone = await world.card(CHANNEL, imageId)
    expect(gone.text).toMatch(/♻️ Restorable from the Recycle Bin until/)
    expect(buttonsOf(gone)).toEqual(['restore', 'history'])
    // The date is a time that Slack shows in the zone of each reader; a button can hold none.
    expect(JSON.stringify(gone.blocks)).toMatch(/until <!date\^\d+\^/)
    expect(JSON.stringify(gone.blocks)).toContain('"text":"Restore"')

    await world.clickCard('maria', CHANNEL, imageId, 'restore')
    expect(await stateOf(imageId)).toBe('available')
    const back = await world.card(CHANNEL, imageId)
    expect(back.ts).toBe(gone.ts)
    expect(back.text).toMatch(/🟢 Available: .* Restored by <@U0MARIA> · verified with EC2/)
    expect(buttonsOf(back)).toEqual(['disable', 'deregister', 'shareWith', 'retire', 'scan', 'more'])
    expect(called('RestoreImageFromRecycleBin', imageId)).toBe(1)
  })

  test('after its date: said, and the offer is gone', async () => {
    const imageId = await recycled()
    const stored = storedOf(imageId)
    if (stored.recycled) stored.recycled.exitsAtMs = world.sandbox.clock.nowMs() - 1_000
    await world.clickCard('maria', CHANNEL, imageId, 'restore')
    expect(await lastTold('maria')).toMatch(/was not restored: it is no longer in the Recycle Bin/)
    const card = await world.card(CHANNEL, imageId)
    expect(buttonsOf(card)).toEqual(['history'])
    expect(called('RestoreImageFromRecycleBin', imageId)).toBe(0)
  })

  test('restored outside Slack before: not needed any more', async () => {
    const imageId = await recycled()
    await world.post(`/images/${imageId}/restore`)
    await world.clickCard('maria', CHANNEL, imageId, 'restore')
    expect(await lastTold('maria')).toMatch(/was not restored: it is 🟢 Available now/)
    expect(buttonsOf(await world.card(CHANNEL, imageId))).toEqual([
      'disable',
      'deregister',
      'shareWith',
      'retire',
      'scan',
      'more',
    ])
  })

  test('not by sam; and by two people at once only once', async () => {
    const imageId = await recycled()
    await world.clickCard('sam', CHANNEL, imageId, 'restore')
    expect(await lastTold('sam')).toMatch(/You don’t have permission to restore/)
    const { ts } = await world.card(CHANNEL, imageId)
    const click = { channel: CHANNEL, ts, action_id: 'restore' }
    const before = await privately('maria', 'alex')
    await Promise.all([world.click('maria', click), world.click('alex', click)])
    expect(called('RestoreImageFromRecycleBin', imageId)).toBe(1)
    const told = (await privately('maria', 'alex')).filter(text => !before.includes(text))
    expect(told).toEqual([expect.stringMatching(/was not restored: (it is|.* still in progress)/)])
  })

  test('EC2 refuses: said, and Restore stays', async () => {
    const imageId = await recycled()
    world.fault({ service: 'ec2', call: 'RestoreImageFromRecycleBin:Real', error: 'UnauthorizedOperation' })
    await world.clickCard('maria', CHANNEL, imageId, 'restore')
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toMatch(/amiops lacks permission for ec2:RestoreImageFromRecycleBin/)
    expect(buttonsOf(card)).toEqual(['restore', 'history'])
  })

  test('an image that no rule keeps has no Restore', async () => {
    const { imageId } = await world.image({ quiet: false })
    await world.act('maria', CHANNEL, imageId, 'deregister')
    expect(buttonsOf(await world.card(CHANNEL, imageId))).toEqual(['history'])
    const restore = () => forgeClick(world, 'U0MARIA', 'restore', `123456789012/us-east-1/${imageId}`)
    // The Recycle Bin may show it a little later.
    await restore()
    expect(await lastTold('maria')).toMatch(/EC2 did not say whether the Recycle Bin holds it/)
    await world.advance(3 * 60_000)
    await restore()
    expect(await lastTold('maria')).toMatch(/was not restored: it is no longer in the Recycle Bin/)
  })

  test('deregistered outside Slack: the card offers Restore as well', async () => {
    const { imageId } = await world.image({ tags: KEPT, quiet: false })
    await world.change(imageId, 'deregister')
    expect(buttonsOf(await world.card(ALERTS, imageId))).toEqual(['restore', 'history'])
    await world.clickCard('maria', ALERTS, imageId, 'restore')
    expect(await stateOf(imageId)).toBe('available')
  })

  test('its snapshots went there too: they come back first, then the image', async () => {
    const imageId = await recycled(['deleteSnapshots'])
    expect((await world.card(CHANNEL, imageId)).text).toContain('1 of 1 snapshot deleted')
    // They recover for a moment, and the queue brings the request back after half a minute.
    await world.clickCard('maria', CHANNEL, imageId, 'restore')
    expect(await stateOf(imageId)).toBe('available')
    expect((await world.card(CHANNEL, imageId)).text).toContain('Restored by <@U0MARIA>')
    expect(called('RestoreSnapshotFromRecycleBin', '')).toBe(1)
  })
})
