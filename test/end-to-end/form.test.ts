import {
  addRecycleBinRules,
  forgeClick,
  forgeSubmission,
  KEPT,
  letTimePass,
  proposalIn,
  startInstance,
  viewOf,
} from '../support/proposals.ts'
import { buttonsOf, envelopeOf, filled, startWorld, type TestWorld } from '../support/world.ts'

/** The form behind Disable… and Deregister…: what it shows, and what it does when it is sent. */

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({
    fleet: 'demo',
    digestAbove: 100,
    destructivePerHour: 1000,
    slack: { rateLimits: 'off' },
  })
})
afterAll(() => world.close())

const CHANNEL = 'ami-ready'

/** An image that nobody uses and that the Recycle Bin would keep. */
const spare = async (more: Record<string, unknown> = {}): Promise<string> => {
  const { imageId } = await world.image({ tags: KEPT, quiet: false, ...more })
  await world.card(CHANNEL, imageId)
  return imageId
}
const nameOf = async (imageId: string): Promise<string> =>
  (await world.images()).find(image => image.imageId === imageId)?.name ?? ''
const isThere = async (imageId: string): Promise<boolean> =>
  (await world.images()).some(image => image.imageId === imageId)

/** An image of the seeded fleet, with a card of its own. */
const seeded = async (prefix: string, region = 'us-east-1'): Promise<string> => {
  const found = (await world.images())
    .filter(image => image.name.startsWith(prefix) && image.region === region && image.state === 'available')
    .sort((a, b) => b.name.localeCompare(a.name))[0]
  if (!found) throw new Error(`Expected a seeded image ${prefix} in ${region}.`)
  if ((await world.cards(CHANNEL, found.imageId)).length === 0)
    await world.put(envelopeOf(found.imageId, 'available', { region }))
  return found.imageId
}

const drawings = (): string[] =>
  world.moments('slack', /^views\.(open|update)/).map(m => `${m.title} ${JSON.stringify(m.detail)}`)

describe('the form opens', () => {
  test('at once, before EC2 has said anything, and fills when it has', async () => {
    const imageId = await spare()
    world.fault({ service: 'ec2', call: 'DescribeImages', delayMs: 600 })
    const { ts } = await world.card(CHANNEL, imageId)
    await world.post('/people/maria/click', { channel: CHANNEL, ts, action_id: 'deregister' })
    const opening = await world.form('maria')
    expect(opening?.text).toContain('⏳ Checking usage, sharing and recoverability…')
    expect(opening?.submit).toBeUndefined()
    await world.idle()
    expect((await world.form('maria'))?.submit).toBe('Deregister')
    expect(world.changes(imageId)).toEqual([])
  })

  test('and shows the facts that have arrived while others are still looked up', async () => {
    const imageId = await spare()
    const before = drawings().length
    world.fault({ service: 'ec2', call: 'DescribeInstances', delayMs: 600 })
    const form = await world.openForm('maria', CHANNEL, imageId, 'deregister')
    const partly = drawings()
      .slice(before)
      .filter(text => /⏳ Checking [^…]*instances/.test(text))
    expect(partly.length).toBeGreaterThan(0)
    expect(partly.join('\n')).toContain('Private: not shared')
    expect(form.text).not.toContain('⏳')
  })

  test('not, since Slack refuses: the person is told privately and nothing waits on the queue', async () => {
    const imageId = await spare()
    world.fault({ service: 'slack', call: 'views.open', error: 'internal_error' })
    const before = (await world.privateOf('maria')).length
    await world.clickCard('maria', CHANNEL, imageId, 'deregister')
    const told = (await world.privateOf('maria')).slice(before).map(m => m.text)
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(new RegExp(`timed out before the form to deregister .*${imageId}.* opened`))
    expect(told[0]).toContain('Click the button again')
    expect(world.changes(imageId)).toEqual([])
  })

  test('but the queue is down: the form says so', async () => {
    const imageId = await spare()
    world.fault({ service: 'sqs', call: 'SendMessage', error: 'ServiceUnavailable', times: 9 })
    const { ts } = await world.card(CHANNEL, imageId)
    await world.click('maria', { channel: CHANNEL, ts, action_id: 'deregister' })
    world.sandbox.faults.clear()
    const form = await world.form('maria')
    expect(form?.text).toMatch(/timed out before the form to deregister[\s\S]*Click the button again/)
    expect(form?.submit).toBeUndefined()
  })

  test('and the person closes it before it is filled: a private note tells what it would have', async () => {
    const imageId = await spare()
    world.fault({ service: 'ec2', call: 'DescribeImages', delayMs: 400, error: 'UnauthorizedOperation' })
    const { ts } = await world.card(CHANNEL, imageId)
    const before = (await world.privateOf('maria')).length
    await world.post('/people/maria/click', { channel: CHANNEL, ts, action_id: 'deregister' })
    await world.post('/people/maria/close')
    await world.idle()
    const told = (await world.privateOf('maria')).slice(before).map(m => m.text)
    expect(told.join()).toMatch(/was not deregistered: couldn’t read the image from EC2/)
  })
})

test('the same facts without the form: /ami uses, and Who uses it on the card', async () => {
  const imageId = await seeded('payments-base')
  const facts = /In use.*payments-api-1.*Shared with:.*Recycle Bin/s
  const told = await world.ask('sam', `uses ${imageId} us-east-1`)
  expect(told.text).toMatch(
    /Who uses .*In use: Used by 4 instances in 2 accounts.*payments-api-1.*Shared with: accounts .*Recycle Bin/,
  )
  expect(JSON.stringify(told.blocks)).toMatch(facts)
  const before = (await world.privateOf('sam')).length
  const { ts } = await world.card(CHANNEL, imageId)
  const value = `uses|123456789012/us-east-1/${imageId}`
  await world.click('sam', { channel: CHANNEL, ts, action_id: 'more', value })
  expect(JSON.stringify((await world.privateOf('sam'))[before]?.blocks)).toMatch(facts)
  expect(world.changes(imageId)).toEqual([])
})

describe('what the form shows', () => {
  test('of an image in use and shared: each use once, with what names it; who loses access', async () => {
    const imageId = await seeded('payments-base')
    const { text } = await world.openForm('maria', CHANNEL, imageId, 'deregister')
    expect(text).toContain('*⚠️ In use*')
    expect(text).toMatch(/instance `payments-api-1[^`]*` \(running\)/)
    expect(text).toMatch(/launch template `payments-api`/)
    expect(text).toMatch(/Auto Scaling group `payments-api`/)
    expect(text).toMatch(/Auto Scaling group `checkout-mixed`/)
    expect(text).toContain('`/payments/base-image`')
    expect(text).toContain('payments-service')
    expect(text).toContain('345678901234')
    expect(text).toContain('210987654321')
    expect(text).toMatch(/Last launched\*\n<!date\^\d+\^\{ago\}/)
    expect(text).toMatch(/1 snapshot, 30 GiB · up to ~\$1\.50\/month \(estimate\)/)
    expect(text).toMatch(/Restorable from the Recycle Bin for 14 days \(until/)
    expect(text).toContain('Requires approval by <@U0ALEX> in #ami-alerts within 60 minutes.')
  })

  test('of an older image that only a default version and a pinned group still launch', async () => {
    const older = (await world.images())
      .filter(image => image.name.startsWith('payments-base') && image.region === 'us-east-1')
      .filter(image => image.state === 'available')
      .sort((a, b) => a.name.localeCompare(b.name))[0]
    const imageId = older?.imageId ?? ''
    await world.put(envelopeOf(imageId, 'available'))
    const { text } = await world.openForm('maria', CHANNEL, imageId, 'disable')
    expect(text).toMatch(/launch template `payments-api` \([^)]*\$Default/)
    expect(text).toMatch(/Auto Scaling group `payments-batch`/)
    expect(text).toMatch(/instance `payments-worker/)
  })

  test('of a public image', async () => {
    const imageId = await seeded('workshop-starter')
    const { text } = await world.openForm('maria', CHANNEL, imageId, 'disable')
    expect(text).toMatch(/lose access: .*(everybody|public)/i)
    expect(text).toMatch(/Type the image’s name/)
  })

  test('of an image for good, with two snapshots, one of them in another image too', async () => {
    const imageId = await spare({ tags: {}, sizeGiB: 100 })
    const { fleet } = world.sandbox.ec2
    const mapping = fleet.images.find(s => s.image.ImageId === imageId)?.image.BlockDeviceMappings?.[0]
    const twin = await world.image()
    const other = fleet.images.find(s => s.image.ImageId === twin.imageId)
    other?.image.BlockDeviceMappings?.push({ ...mapping, DeviceName: '/dev/sdz' })
    const { text } = await world.openForm('maria', CHANNEL, imageId, 'deregister')
    expect(text).toContain(`\`${mapping?.Ebs?.SnapshotId}\` is also used by \`${twin.imageId}\``)
    expect(text).toContain('1 snapshot, 100 GiB · up to ~$5.00/month')
    expect(text).toContain('No Recycle Bin rule applies: the image cannot be restored.')
    expect(text).toContain('Required because the image cannot be restored.')
    expect(text).toContain('Never launched, according to EC2')
  })

  const blind: [service: 'ec2' | 'autoscaling' | 'rbin', call: string, part: RegExp][] = [
    ['ec2', 'DescribeImageReferences', /EC2’s image references ❔ unknown: .*ec2:DescribeImageReferences/],
    ['ec2', 'DescribeInstances', /instances ❔ unknown: .*ec2:DescribeInstances/],
    ['ec2', 'DescribeLaunchTemplateVersions', /launch templates ❔ unknown/],
    ['autoscaling', 'DescribeAutoScalingGroups', /Auto Scaling groups ❔ unknown/],
    ['autoscaling', 'DescribeLaunchConfigurations', /Auto Scaling groups ❔ unknown/],
    ['ec2', 'DescribeImageAttribute', /\*Access\*\n❔ unknown/],
    ['rbin', 'ListRules', /\*Recycle Bin\*\n❔ unknown/],
  ]
  test.each(blind)(
    'where %s does not answer %s: said as such, never as none',
    async (service, call, part) => {
      const imageId = await spare()
      const error = service === 'ec2' ? 'UnauthorizedOperation' : 'AccessDeniedException'
      world.fault({ service, call, error, times: 3 })
      const { text } = await world.openForm('maria', CHANNEL, imageId, 'deregister')
      world.sandbox.faults.clear()
      expect(text).toMatch(part)
      const isOfUses = !/Access|Recycle Bin/.test(part.source)
      expect(text.includes('No usage found in this account.')).toBe(!isOfUses)
      expect(text).toMatch(/Type the image’s name/)
    },
  )
})

describe('confirmation that fits the risk', () => {
  test('nobody uses it and the Recycle Bin keeps it: no name, one click', async () => {
    const imageId = await spare()
    const form = await world.openForm('maria', CHANNEL, imageId, 'deregister')
    expect(form.text).not.toContain('Type the image’s name')
    expect(form.text).toContain('No usage found in this account.')
    await world.submit('maria')
    expect((await world.form('maria'))?.text).toMatch(/✅ .* was deregistered/)
    expect((await world.card(CHANNEL, imageId)).text).toContain('By <@U0MARIA>')
    expect(world.changes(imageId)).toEqual([`DeregisterImage ${imageId} -> ok`])
  })

  test('a wrong name: an error at the field, all that was typed still there, nothing changed', async () => {
    const imageId = await spare({ tags: {} })
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    const answer = await world.submit('maria', filled({ name: 'another-image', purpose: 'it is old' }))
    expect(answer.errors).toEqual({ name: expect.stringContaining(await nameOf(imageId)) })
    const view = await world.get<{ state: { values?: unknown } }>('/people/maria/modal')
    expect(JSON.stringify(view)).toContain('it is old')
    expect(world.changes(imageId)).toEqual([])

    await world.submit('maria', filled({ name: ` ${await nameOf(imageId)} `, purpose: 'it is old' }))
    expect(world.changes(imageId)).toEqual([`DeregisterImage ${imageId} -> ok`])
    const history = await world.ask('maria', `history ${imageId}`)
    expect(JSON.stringify(history.blocks)).toContain('it is old')
  })

  test('a forged submission without the name: the work checks it again', async () => {
    const imageId = await spare({ tags: {} })
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    const view = await viewOf(world, 'maria')
    const { proposal } = JSON.parse(view.private_metadata) as { proposal: string }
    const careless = { ...view, private_metadata: JSON.stringify({ proposal }) }
    await forgeSubmission(world, 'U0MARIA', careless)
    expect((await world.form('maria'))?.text).toContain('This is not the image’s name')
    expect(world.changes(imageId)).toEqual([])
  })

  test('in the Recycle Bin, but shared: the name', async () => {
    const imageId = await spare()
    await world.post(`/images/${imageId}/share`, { account: '210987654321' })
    const { text } = await world.openForm('maria', CHANNEL, imageId, 'deregister')
    expect(text).toContain('Required because the image is shared.')
  })
})

describe('the facts got worse between opening and sending', () => {
  const worsenings: [what: string, worsen: (imageId: string) => unknown, words: RegExp][] = [
    [
      'shared',
      imageId => world.post(`/images/${imageId}/share`, { account: '210987654321' }),
      /now shared with .*210987654321/,
    ],
    [
      'no longer kept',
      imageId => {
        const stored = world.sandbox.ec2.fleet.images.find(one => one.image.ImageId === imageId)
        if (stored) stored.image.Tags = []
      },
      /the Recycle Bin no longer keeps the image \(was 14 days\)/,
    ],
    [
      'not to be found out any more',
      () => world.fault({ service: 'ec2', call: 'DescribeInstances', error: 'UnauthorizedOperation' }),
      /instances can no longer be checked/,
    ],
  ]
  test.each(worsenings)('%s: said, asked once more, and then done', async (_what, worsen, words) => {
    const imageId = await spare()
    await world.openForm('maria', CHANNEL, imageId, 'disable')
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    await worsen(imageId)
    await world.submit('maria', filled({ purpose: 'old' }))
    const again = await world.form('maria')
    expect(again?.text).toContain('The impact has grown while the form was open')
    expect(again?.text).toMatch(words)
    expect(again?.text).toContain('Type the image’s name')
    expect(JSON.stringify(again?.blocks)).toContain('"initial_value":"old"')
    expect(world.changes(imageId)).toEqual([])
    if (again?.submit === 'Request approval') return
    await world.submit('maria', filled({ name: await nameOf(imageId), purpose: 'old' }))
    expect(world.changes(imageId)).toEqual([`DeregisterImage ${imageId} -> ok`])
  })

  test('used: a second person is needed now, and the form says so', async () => {
    const imageId = await spare()
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    startInstance(world, imageId, 'late-comer')
    await world.submit('maria')
    const again = await world.form('maria')
    expect(again?.text).toMatch(/now used by instance `late-comer[^`]*` \(running\)/)
    expect(again?.submit).toBe('Request approval')
    expect(world.changes(imageId)).toEqual([])
  })
})

describe('the same form again', () => {
  test('sent twice: one change', async () => {
    const imageId = await spare()
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    const view = await viewOf(world, 'maria')
    await Promise.all([forgeSubmission(world, 'U0MARIA', view), forgeSubmission(world, 'U0MARIA', view)])
    expect(world.changes(imageId)).toHaveLength(1)
    // A copy of the form that is still open somewhere, sent later.
    await forgeSubmission(world, 'U0MARIA', { ...view, hash: '1.later' })
    expect(world.changes(imageId)).toHaveLength(1)
    expect((await world.form('maria'))?.text).toMatch(/expired or was already submitted/)
  })

  test('after half an hour: too old, nothing changed, click again', async () => {
    const imageId = await spare()
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    await letTimePass(world, await proposalIn(world, 'maria'), 31)
    await world.submit('maria')
    expect((await world.form('maria'))?.text).toMatch(/expired[\s\S]*Click the button/)
    expect(world.changes(imageId)).toEqual([])
  })

  test('by somebody else: refused, and the form of the one who opened it still works', async () => {
    const imageId = await spare()
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    const view = await viewOf(world, 'maria')
    await forgeSubmission(world, 'U0ALEX', view)
    expect(world.changes(imageId)).toEqual([])
    expect((await world.form('maria'))?.text).toContain('opened by somebody else')
    await forgeSubmission(world, 'U0MARIA', { ...view, hash: '2.own' })
    expect(world.changes(imageId)).toHaveLength(1)
  })

  test('of no proposal at all, or with a memo that is none', async () => {
    const imageId = await spare()
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    const view = await viewOf(world, 'maria')
    for (const memo of ['', '{', '{"proposal":"x"}', '[]', 'null'])
      expect(await forgeSubmission(world, 'U0MARIA', { ...view, private_metadata: memo })).toMatchObject({
        status: 200,
      })
    const unknown = JSON.stringify({ proposal: 'a'.repeat(40) })
    await forgeSubmission(world, 'U0MARIA', { ...view, private_metadata: unknown })
    expect((await world.form('maria'))?.text).toMatch(/expired or was already submitted/)
    expect(world.changes(imageId)).toEqual([])
  })
})

describe('the image changed meanwhile', () => {
  test('deregistered by somebody else: not needed any more, and no second call', async () => {
    const imageId = await spare()
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    await world.change(imageId, 'deregister')
    await world.submit('maria')
    const form = await world.form('maria')
    expect(form?.text).toMatch(/is already deregistered\. Nothing was changed/)
    expect(form?.submit).toBeUndefined()
    expect(world.changes(imageId)).toEqual([])
  })

  test('disabled by somebody else: Disable is not needed any more', async () => {
    const imageId = await spare()
    await world.openForm('maria', CHANNEL, imageId, 'disable')
    await world.change(imageId, 'disable')
    await world.submit('maria')
    expect((await world.form('maria'))?.text).toMatch(/is already disabled\. Nothing was changed/)
    expect(world.changes(imageId)).toEqual([])
  })

  test('protected by somebody else: the form offers to switch that off', async () => {
    const imageId = await spare()
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    await world.post(`/images/${imageId}/protect`)
    await world.submit('maria')
    const again = await world.form('maria')
    expect(again?.text).toContain('EC2 refuses to deregister a protected image')
    expect(again?.text).toContain('Turn off deregistration protection')
    expect(world.changes(imageId)).toEqual([])
    await world.submit('maria', filled({ options: ['unprotect'] }))
    expect(world.changes(imageId)).toEqual([`DeregisterImage ${imageId} -> ok`])
  })

  test('two people have it open and send at once: one change, and both know', async () => {
    const imageId = await spare()
    for (const person of ['maria', 'alex']) await world.openForm(person, CHANNEL, imageId, 'deregister')
    await Promise.all([world.submit('maria'), world.submit('alex')])
    expect(world.changes(imageId)).toHaveLength(1)
    const forms = [await world.form('maria'), await world.form('alex')].map(form => form?.text ?? '')
    expect(forms.filter(text => /still in progress|was not deregistered/.test(text))).toHaveLength(1)
  })
})

describe('snapshots', () => {
  test('deleted with the image: each result is on the card; what another image uses is kept', async () => {
    const imageId = await spare({ tags: {} })
    const { fleet } = world.sandbox.ec2
    const stored = fleet.images.find(one => one.image.ImageId === imageId)
    const twin = await world.image()
    const shared = fleet.images.find(one => one.image.ImageId === twin.imageId)?.image
      .BlockDeviceMappings?.[0]
    stored?.image.BlockDeviceMappings?.push({ ...shared, DeviceName: '/dev/sdz' })
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    await world.submit(
      'maria',
      filled({ name: await nameOf(imageId), purpose: 'old', options: ['deleteSnapshots'] }),
    )
    const { text } = await world.card(CHANNEL, imageId)
    expect(text).toContain('1 of 2 snapshots deleted')
    expect(text).toContain(`\`${shared?.Ebs?.SnapshotId}\` kept: used by another image`)
    const history = await world.ask('maria', `history ${imageId}`)
    expect(JSON.stringify(history.blocks)).toContain('1 of 2 snapshots deleted')
  })

  test('one that may not be deleted is named with what to do', async () => {
    const imageId = await spare({ tags: {} })
    world.fault({ service: 'ec2', call: 'DeleteSnapshot', error: 'UnauthorizedOperation' })
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    await world.submit(
      'maria',
      filled({ name: await nameOf(imageId), purpose: 'old', options: ['deleteSnapshots'] }),
    )
    expect((await world.card(CHANNEL, imageId)).text).toMatch(
      /0 of 1 snapshot deleted; `snap-[0-9a-f]+` kept: amiops lacks permission for ec2:DeleteSnapshot/,
    )
    expect(await isThere(imageId)).toBe(false)
  })

  test('not asked for: they stay, and nobody says anything of them', async () => {
    const imageId = await spare({ tags: {} })
    const { fleet } = world.sandbox.ec2
    const snapshots = fleet.snapshots.length
    await world.act('maria', CHANNEL, imageId, 'deregister')
    expect(fleet.snapshots).toHaveLength(snapshots)
    expect((await world.card(CHANNEL, imageId)).text).not.toContain('snapshots deleted')
  })
})

describe('a protected image', () => {
  const protectedOne = async (protection: string): Promise<string> => {
    const imageId = await spare()
    const stored = world.sandbox.ec2.fleet.images.find(one => one.image.ImageId === imageId)
    if (stored) Object.assign(stored.image, { DeregistrationProtection: protection })
    return imageId
  }

  test('its protection is offered to be switched off: not ticked, nothing happens; ticked, it is done', async () => {
    const imageId = await protectedOne('enabled-without-cooldown')
    const form = await world.openForm('maria', CHANNEL, imageId, 'deregister')
    expect(form.text).toContain('🔒 Protected: EC2 refuses to deregister it until protection is turned off')
    const answer = await world.submit('maria', filled({ options: ['deleteSnapshots'] }))
    expect(answer.errors).toEqual({ options: expect.stringContaining('protected') })
    expect(world.moments('ec2', new RegExp(`Protection ${imageId}`))).toEqual([])

    await world.submit('maria', filled({ options: ['unprotect'] }))
    expect(world.changes(imageId)).toEqual([`DeregisterImage ${imageId} -> ok`])
    expect(await isThere(imageId)).toBe(false)
  })

  test('with a cooldown: told that it starts, then until when; the image is still there', async () => {
    const imageId = await protectedOne('enabled-with-cooldown')
    const form = await world.openForm('maria', CHANNEL, imageId, 'deregister')
    expect(form.text).toContain('protects it for another 24 hours')
    await world.submit('maria', filled({ options: ['unprotect'] }))
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toMatch(/protection is off now, but a cooldown protects it until .*UTC/)
    expect(buttonsOf(card)).toContain('deregister')
    expect(world.changes(imageId)).toEqual([])
    expect(await isThere(imageId)).toBe(true)

    // Until the cooldown is over there is nothing to send.
    const later = await world.openForm('maria', CHANNEL, imageId, 'deregister')
    expect(later.text).toMatch(/Protected by a cooldown until/)
    expect(later.submit).toBeUndefined()
  })

  test('EC2 refuses to deregister it after all: the card says that its protection is off now', async () => {
    const imageId = await protectedOne('enabled-without-cooldown')
    world.fault({ service: 'ec2', call: 'DeregisterImage:Real', error: 'UnauthorizedOperation' })
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    await world.submit('maria', filled({ options: ['unprotect'] }))
    const { text } = await world.card(CHANNEL, imageId)
    expect(text).toMatch(/amiops lacks permission for ec2:DeregisterImage/)
    expect(text).toContain('deregistration protection is off now')
    expect(await isThere(imageId)).toBe(true)
  })

  test('EC2 refuses to switch it off: nothing changed, and said', async () => {
    const imageId = await protectedOne('enabled-without-cooldown')
    const call = 'DisableImageDeregistrationProtection'
    world.fault({ service: 'ec2', call, error: 'UnauthorizedOperation' })
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    await world.submit('maria', filled({ options: ['unprotect'] }))
    const { text } = await world.card(CHANNEL, imageId)
    expect(text).toMatch(
      /amiops lacks permission for ec2:DisableImageDeregistrationProtection .*Nothing was changed/,
    )
    expect(world.changes(imageId)).toEqual([])
  })
})

describe('what EC2 would not do', () => {
  test('an image that AWS Backup manages has no Deregister, and a forged click is told why', async () => {
    const imageId = await spare()
    const stored = world.sandbox.ec2.fleet.images.find(one => one.image.ImageId === imageId)
    if (stored) stored.image.ImageOwnerAlias = 'aws-backup-vault'
    // The button is of a time before AWS Backup took the image over.
    const form = await world.openForm('maria', CHANNEL, imageId, 'deregister')
    expect(form.text).toMatch(/AWS Backup manages it[\s\S]*recovery point/)
    expect(form.submit).toBeUndefined()
    expect(world.changes(imageId)).toEqual([])
    expect(buttonsOf(await world.card(CHANNEL, imageId))).toEqual([
      'disable',
      'shareWith',
      'retire',
      'scan',
      'more',
    ])
  })

  test('UnauthorizedOperation: the card says whose right is missing and gives its buttons back', async () => {
    const imageId = await spare()
    world.fault({ service: 'ec2', call: 'DeregisterImage:Real', error: 'UnauthorizedOperation' })
    await world.act('maria', CHANNEL, imageId, 'deregister')
    const card = await world.card(CHANNEL, imageId)
    expect(card.text).toMatch(/amiops lacks permission for ec2:DeregisterImage .*Nothing was changed/)
    expect(buttonsOf(card)).toEqual(['disable', 'deregister', 'shareWith', 'retire', 'scan', 'more'])
    expect(await isThere(imageId)).toBe(true)
  })
})

test('a forged click for an image of another account, or with no image at all', async () => {
  const before = world.moments('lambda', /^requests got/).length
  for (const value of ['', 'x', '123456789012/us-east-1', '../../etc', 'a'.repeat(2000)])
    expect(await forgeClick(world, 'U0MARIA', 'deregister', value)).toMatchObject({ status: 200 })
  expect(world.moments('lambda', /^requests got/)).toHaveLength(before)
})

describe('one person may do so much within an hour', () => {
  let strict: TestWorld
  beforeAll(async () => {
    strict = await startWorld({ destructivePerHour: 2, slack: { rateLimits: 'off' } })
    addRecycleBinRules(strict)
  })
  afterAll(() => strict.close())

  test('the third is refused, with what to do; another person still may; Enable is not counted', async () => {
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.push((await strict.image({ tags: KEPT, quiet: false })).imageId)
    for (const imageId of ids) await strict.act('maria', CHANNEL, imageId, 'disable')
    const [first = '', , third = ''] = ids
    expect(strict.changes(third)).toEqual([])
    const form = await strict.form('maria')
    expect(form?.text).toMatch(
      /you have reached the limit of 2 disabled or deregistered images within an hour/,
    )
    expect(form?.text).toMatch(/Try again later, or ask somebody else/)
    await strict.clickCard('maria', 'ami-alerts', first, 'enable')
    expect(strict.changes(first)).toHaveLength(2)
    await strict.act('alex', CHANNEL, third, 'disable')
    expect(strict.changes(third)).toHaveLength(1)
  })
})
