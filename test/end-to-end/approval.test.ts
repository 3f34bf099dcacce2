import { readFileSync } from 'node:fs'
import { decide as decideNow } from '../../src/flows/approve/decide.ts'
import { connectEdges } from '../support/edges.ts'
import { forgeClick, KEPT, letTimePass, startInstance } from '../support/proposals.ts'
import {
  buttonsOf,
  envelopeOf,
  filled,
  type Message,
  startWorld,
  type TestWorld,
  writeConfig,
} from '../support/world.ts'

/** The second person: asked where the config wants one, heard once, and in time. */

const CHANNEL = 'ami-ready'
const ALERTS = 'ami-alerts'
const AUDIT = 'ami-audit'
const COMMENT = 'the billing job still uses it'
const BUTTONS = ['approve', 'decline', 'withdraw']
const QUIET = { digestAbove: 100, destructivePerHour: 1000, slack: { rateLimits: 'off' } } as const

let world: TestWorld
beforeAll(async () => {
  world = await startWorld(QUIET)
})
afterAll(() => world.close())

const isApproval = ({ metadata }: Message): boolean => metadata?.event_type === 'amiops_approval'
const proposalOf = (card: Message): string => card.metadata?.event_payload.proposal ?? ''

/** The card that asks for a second person; the image's own card may stand in the same channel. */
const approvalOf = async (inWorld: TestWorld, imageId: string, channel = ALERTS): Promise<Message> => {
  const found = (await inWorld.cards(channel, imageId)).filter(isApproval)
  const [only] = found
  if (!only || found.length > 1)
    throw new Error(`Expected one card that asks for approval of ${imageId}, got ${found.length}.`)
  return only
}
const decide = async (
  person: string,
  imageId: string,
  decision: 'approve' | 'decline' | 'withdraw',
  inWorld = world,
  channel = ALERTS,
): Promise<void> => {
  const { ts } = await approvalOf(inWorld, imageId, channel)
  await inWorld.click(person, { channel, ts, action_id: decision })
  if (decision === 'decline') await inWorld.submit(person, { comment: { comment: COMMENT } })
}

/** An image that is in use, with a card of its own. */
const used = async (inWorld = world): Promise<string> => {
  const { imageId } = await inWorld.image({ tags: KEPT })
  startInstance(inWorld, imageId, 'api')
  await inWorld.put(envelopeOf(imageId, 'available'))
  return imageId
}
const nameOf = async (imageId: string, inWorld = world): Promise<string> =>
  (await inWorld.images()).find(image => image.imageId === imageId)?.name ?? ''
const isThere = async (imageId: string, inWorld = world): Promise<boolean> =>
  (await inWorld.images()).some(image => image.imageId === imageId)

const send = async (
  person: string,
  imageId: string,
  inWorld = world,
  options: string[] = [],
): Promise<void> => {
  await inWorld.openForm(person, CHANNEL, imageId, 'deregister')
  const values = { name: await nameOf(imageId, inWorld), purpose: 'replaced by build 42' }
  await inWorld.submit(person, filled({ ...values, ...(options.length > 0 && { options }) }))
}
/** An image in use whose deregistration waits for a second person. */
const waiting = async (inWorld = world): Promise<string> => {
  const imageId = await used(inWorld)
  await send('maria', imageId, inWorld)
  return imageId
}
const lastTold = async (person: string, inWorld = world): Promise<string> =>
  (await inWorld.privateOf(person)).at(-1)?.text ?? ''
const history = async (imageId: string, inWorld = world): Promise<string> =>
  JSON.stringify((await inWorld.ask('maria', `history ${imageId}`)).blocks)
const audit = async (imageId: string, inWorld = world): Promise<string[]> =>
  (await inWorld.cards(AUDIT, imageId)).map(m => m.text)

describe('an image in use', () => {
  test('asked by maria with a reason, approved by alex: gone, and every hand is named', async () => {
    const imageId = await waiting()
    expect((await world.form('maria'))?.text).toMatch(
      /Awaiting approval by <@U0ALEX> in #ami-alerts to deregister .* · expires/,
    )
    expect(world.changes(imageId)).toEqual([])

    const card = await approvalOf(world, imageId)
    expect(card.text).toMatch(/^<@U0ALEX> /)
    expect(card.text).toContain('Approval needed: @maria wants to deregister')
    expect(card.text).toContain('Reason: replaced by build 42')
    expect(JSON.stringify(card.blocks)).toMatch(
      /In use\*\\nUsed by 1 instance in this account\\n• instance `api/,
    )
    expect(buttonsOf(card)).toEqual(BUTTONS)

    await decide('alex', imageId, 'approve')
    expect(world.changes(imageId)).toEqual([`DeregisterImage ${imageId} -> ok`])
    const decided = await approvalOf(world, imageId)
    expect(decided.text).toMatch(/^✅ Approved by <@U0ALEX>/)
    expect(buttonsOf(decided)).toEqual([])
    expect((await world.card(CHANNEL, imageId)).text).toContain('By <@U0MARIA> · approved by <@U0ALEX>')
    expect(await lastTold('maria')).toMatch(/✅ .* was deregistered\. The request was approved by <@U0ALEX>/)
    const told = await history(imageId)
    expect(told).toMatch(/\*Deregistered\* by <@U0MARIA> .*Approved by <@U0ALEX>/)
    expect(told).toContain('Reason: “replaced by build 42”')
    expect(told).toContain('At request time: “1 use: instance api')
    const lines = await audit(imageId)
    expect(lines.filter(line => line.includes('*approved*'))).toHaveLength(1)
    expect(lines.filter(line => line.includes('*done*') && /approved by .*alex/i.test(line))).toHaveLength(1)
  })

  test('declined: nothing changes, the buttons go, maria is told by whom', async () => {
    const imageId = await waiting()
    await decide('alex', imageId, 'decline')
    const card = await approvalOf(world, imageId)
    expect(card.text).toMatch(
      /^🚫 Declined by <@U0ALEX> .* nothing was changed.*Comment: the billing job still uses it/,
    )
    expect(buttonsOf(card)).toEqual([])
    expect(await lastTold('maria')).toMatch(
      /Your request .* was declined by <@U0ALEX>\. Nothing was changed\. Comment: the billing job still uses it/,
    )
    expect(world.changes(imageId)).toEqual([])
    expect(await isThere(imageId)).toBe(true)
    expect(await history(imageId)).toMatch(
      /\*Deregister\* requested by <@U0MARIA>: declined by <@U0ALEX>.*the billing job still uses it/,
    )
  })

  test('without a reason the form is not taken', async () => {
    const imageId = await used()
    await world.openForm('maria', CHANNEL, imageId, 'deregister')
    const sent = world.submit('maria', filled({ name: await nameOf(imageId), purpose: ' ' }))
    const answer = await sent.catch((error: Error) => ({ errors: { purpose: error.message } }))
    expect(answer.errors).toEqual({ purpose: expect.any(String) })
    expect((await world.cards(ALERTS, imageId)).filter(isApproval)).toEqual([])
  })
})

describe('whose decision it is', () => {
  test('not the requester’s', async () => {
    const imageId = await waiting()
    await decide('maria', imageId, 'approve')
    expect(await lastTold('maria')).toMatch(/You can’t approve your own request.*Approvers: <@U0ALEX>/s)
    expect(await history(imageId)).toContain('<@U0MARIA> tried to approve *Deregister*: denied (own request)')
    expect(buttonsOf(await approvalOf(world, imageId))).toEqual(BUTTONS)
    expect(world.changes(imageId)).toEqual([])
  })

  test('not that of somebody without the role, nor of a guest', async () => {
    const imageId = await waiting()
    await decide('sam', imageId, 'approve')
    expect(await lastTold('sam')).toMatch(/Only <@U0ALEX> can approve or decline the request/)
    await decide('guest', imageId, 'decline')
    expect((await world.form('guest'))?.text).toContain(
      'External (Slack Connect) users can’t approve or decline',
    )
    expect(await history(imageId)).toContain(
      '<@U0SAM> tried to approve *Deregister*: denied (not an approver)',
    )
    expect(buttonsOf(await approvalOf(world, imageId))).toEqual(BUTTONS)
    expect(world.changes(imageId)).toEqual([])
  })

  test('not that of an approver who lost the role since', async () => {
    const imageId = await waiting()
    const { ts, ...card } = await approvalOf(world, imageId)
    // Later than who is in a group is taken for known.
    const edges = connectEdges(world.sandbox, { nowMs: () => world.sandbox.clock.nowMs() + 20_000 })
    const roles = { ...edges.config.roles, approver: { users: [], userGroups: ['S0APPROVERS'] } }
    await world.post('/usergroups/ami-approvers', { people: ['sam'] })
    await decideNow(
      { ...edges, config: { ...edges.config, roles } },
      {
        kind: 'decide',
        key: 'a-click-too-late',
        proposalId: card.metadata?.event_payload.proposal ?? '',
        decision: 'approve',
        person: { userId: 'U0ALEX', workspaceId: 'T0SANDBOX' },
        place: { channelId: 'C0ALERTS', messageTs: ts, isPrivate: false },
        workspaceId: 'T0SANDBOX',
        appId: 'A0AMIOPS',
        askedAtMs: world.sandbox.clock.nowMs(),
      },
    )
    await world.post('/usergroups/ami-approvers', { people: ['alex'] })
    expect(await lastTold('alex')).toMatch(/Only <!subteam\^S0APPROVERS> can approve or decline/)
    expect(buttonsOf(await approvalOf(world, imageId))).toEqual(BUTTONS)
    expect(world.changes(imageId)).toEqual([])
  })

  test('once: a double click and a later decline change nothing more', async () => {
    const imageId = await waiting()
    const card = await approvalOf(world, imageId)
    const click = { channel: ALERTS, ts: card.ts, action_id: 'approve' }
    await Promise.all([world.click('alex', click), world.click('alex', click).catch(() => 0)])
    await forgeClick(world, 'U0ALEX', 'decline', proposalOf(card))
    expect(world.changes(imageId)).toEqual([`DeregisterImage ${imageId} -> ok`])
    expect((await approvalOf(world, imageId)).text).toMatch(/^✅ Approved by <@U0ALEX>/)
    expect(await lastTold('alex')).toMatch(/was approved by <@U0ALEX>/)
  })

  test('of a proposal that there is not', async () => {
    await forgeClick(world, 'U0ALEX', 'approve', 'b'.repeat(40))
    expect(await lastTold('alex')).toMatch(/expired or was already submitted/)
    const before = world.moments('lambda', /^requests got/).length
    await forgeClick(world, 'U0ALEX', 'approve', '123456789012/us-east-1/ami-0123456789abcdef0')
    expect(world.moments('lambda', /^requests got/)).toHaveLength(before)
  })
})

describe('time', () => {
  test('reminders come with back-off, then it expires: buttons gone, maria told, one line in the audit', async () => {
    const imageId = await waiting()
    const id = proposalOf(await approvalOf(world, imageId))
    const reminders = async () => (await approvalOf(world, imageId)).replies?.length ?? 0
    await world.post('/functions/schedule')
    expect(await reminders()).toBe(0)
    await letTimePass(world, id, 11)
    await world.post('/functions/schedule')
    await world.post('/functions/schedule')
    expect(await reminders()).toBe(1)
    expect((await approvalOf(world, imageId)).replies?.[0]?.text).toMatch(
      /⏰ <@U0ALEX> · still awaiting your approval: deregister/,
    )
    await letTimePass(world, id, 11)
    await world.post('/functions/schedule')
    expect(await reminders()).toBe(1)
    await letTimePass(world, id, 10)
    await world.post('/functions/schedule')
    expect(await reminders()).toBe(2)
    await letTimePass(world, id, 30)
    await world.post('/functions/schedule')
    await world.post('/functions/schedule')

    const card = await approvalOf(world, imageId)
    expect(card.text).toContain('⌛ Expired: nobody decided in time')
    expect(buttonsOf(card)).toEqual([])
    expect(await lastTold('maria')).toMatch(/expired: nobody decided in time\. Nothing was changed/)
    expect(await history(imageId)).toContain('expired, nobody decided in time')
    expect((await audit(imageId)).filter(line => line.includes('expired'))).toHaveLength(1)
    await forgeClick(world, 'U0ALEX', 'approve', id)
    expect(await lastTold('alex')).toContain('expired: nobody decided in time')
    expect(world.changes(imageId)).toEqual([])
  })

  test('approved after its time, before the schedule has noticed: expired all the same', async () => {
    const imageId = await waiting()
    await letTimePass(world, proposalOf(await approvalOf(world, imageId)), 61)
    await decide('alex', imageId, 'approve')
    expect(await lastTold('alex')).toContain('expired: nobody decided in time')
    expect(buttonsOf(await approvalOf(world, imageId))).toEqual([])
    expect(world.changes(imageId)).toEqual([])
  })
})

describe('what changed while it waited', () => {
  test('it got worse: the card says so, and the approver has to say yes to that', async () => {
    const imageId = await waiting()
    await world.post(`/images/${imageId}/share`, { account: '210987654321' })
    await decide('alex', imageId, 'approve')
    const card = await approvalOf(world, imageId)
    expect(card.text).toMatch(/The impact has grown since the request: now shared with .*210987654321/)
    expect(buttonsOf(card)).toEqual(BUTTONS)
    expect(await lastTold('alex')).toMatch(/was not approved: its impact has grown/)
    expect(world.changes(imageId)).toEqual([])
    await decide('alex', imageId, 'approve')
    expect(world.changes(imageId)).toEqual([`DeregisterImage ${imageId} -> ok`])
  })

  test('the image is gone already: one approval, no call, and both are told', async () => {
    const imageId = await waiting()
    await world.change(imageId, 'deregister')
    await decide('alex', imageId, 'approve')
    expect(await lastTold('alex')).toMatch(/is already deregistered\. Nothing was changed/)
    expect(await lastTold('maria')).toMatch(/is already deregistered\. Nothing was changed/)
    expect(buttonsOf(await approvalOf(world, imageId))).toEqual([])
    expect(world.changes(imageId)).toEqual([])
  })

  test('EC2 cannot be asked: nothing is decided on a guess', async () => {
    const imageId = await waiting()
    world.fault({ service: 'ec2', call: 'DescribeImages', error: 'UnauthorizedOperation', times: 99 })
    await decide('alex', imageId, 'approve')
    world.sandbox.faults.clear()
    expect(await lastTold('alex')).toMatch(/couldn’t read the image from EC2/)
    expect(buttonsOf(await approvalOf(world, imageId))).toEqual(BUTTONS)
    await decide('alex', imageId, 'approve')
    expect(world.changes(imageId)).toHaveLength(1)
  })
})

describe('the one person who could approve is the one who asks', () => {
  test('told at once; nothing waits', async () => {
    const imageId = await used()
    const { text } = await world.openForm('alex', CHANNEL, imageId, 'deregister')
    expect(text).toContain(
      '⚠️ No other approver is available. To proceed, tick “Emergency override: skip approval” below.',
    )
    expect(text).toContain('Options (required: “Emergency override: skip approval”)')
    expect(text).not.toContain('Requires approval by')
    const name = await nameOf(imageId)
    await expect(world.submit('alex', filled({ name, purpose: 'old' }))).rejects.toThrow(
      'options is a required',
    )
    expect((await world.cards(ALERTS, imageId)).filter(isApproval)).toEqual([])
    expect(world.changes(imageId)).toEqual([])
  })

  test('breaks the glass with a reason: done, announced loudly, recorded', async () => {
    const imageId = await used()
    await world.openForm('alex', CHANNEL, imageId, 'deregister')
    const name = await nameOf(imageId)
    const without = world.submit('alex', filled({ name, options: ['breakGlass'] }))
    await expect(without).rejects.toThrow('purpose is a required field')
    await world.submit('alex', filled({ name, options: ['breakGlass'], purpose: 'it leaks keys' }))
    expect(world.changes(imageId)).toEqual([`DeregisterImage ${imageId} -> ok`])
    const loud = (await world.cards(ALERTS, imageId)).filter(m => m.text.startsWith('🚨'))
    expect(loud.map(m => m.text)).toEqual([
      expect.stringMatching(
        /is deregistering .* using the emergency override \(no approval\).*it leaks keys/s,
      ),
    ])
    expect((await world.card(CHANNEL, imageId)).text).toContain('🚨 emergency override (no approval)')
    expect(await history(imageId)).toContain('🚨 Emergency override, no approval')
    expect((await audit(imageId)).filter(line => line.includes('🚨'))).toHaveLength(1)
  })

  test('who may not break it is not offered it', async () => {
    const { text } = await world.openForm('maria', CHANNEL, await used(), 'deregister')
    expect(text).not.toContain('Emergency')
  })
})

describe('with other configs', () => {
  const worldOf = (...changes: [from: string | RegExp, to: string][]): Promise<TestWorld> =>
    startWorld({
      slack: { rateLimits: 'off' },
      configFile: writeConfig(
        changes.reduce(
          (yaml, [from, to]) => yaml.replace(from, to),
          readFileSync('sandbox/amiops.config.yml', 'utf8').replace(/digest: .*/, 'digest: { above: 100 }'),
        ),
      ),
    })
  let other: TestWorld | undefined
  afterEach(async () => {
    await other?.close()
    other = undefined
  })

  test('Slack does not say who is in the approvers’ group: told at once', async () => {
    other = await worldOf(
      [/approver: \{.*\}/, 'approver: { userGroups: [S0APPROVERS] }'],
      [/operator: \{.*\}/, 'operator: { users: [U0MARIA] }'],
    )
    const imageId = await used(other)
    other.fault({ service: 'slack', call: 'usergroups.users.list', error: 'missing_scope', times: 99 })
    const form = await other.openForm('maria', CHANNEL, imageId, 'deregister')
    other.sandbox.faults.clear()
    expect(form.submit).toBeUndefined()
    expect(form.text).toMatch(
      /no other approver is available[\s\S]*Slack did not say who is in <!subteam\^S0APPROVERS>/,
    )
    expect((await other.cards(ALERTS, imageId)).filter(isApproval)).toEqual([])
    expect(other.changes(imageId)).toEqual([])
  })

  test('two approvers at once: one decision, one change, and the slower one is told', async () => {
    other = await worldOf([
      /approver: \{.*\}/,
      'approver: { users: [U0ALEX, U0SAM], userGroups: [S0ONCALL] }',
    ])
    const imageId = await waiting(other)
    await Promise.all([decide('alex', imageId, 'approve', other), decide('sam', imageId, 'decline', other)])
    const card = await approvalOf(other, imageId)
    expect(buttonsOf(card)).toEqual([])
    const approved = card.text.includes('✅ Approved by <@U0ALEX>')
    expect(card.text).toMatch(/✅ Approved by <@U0ALEX>|🚫 Declined by <@U0SAM>/)
    expect(other.changes(imageId)).toHaveLength(approved ? 1 : 0)
    const loser = approved ? (await other.form('sam'))?.text : await lastTold('alex', other)
    expect(loser).toMatch(approved ? /was approved by <@U0ALEX>/ : /was declined by <@U0SAM>/)
  })

  test('the approvers’ channel cannot be reached: the fallback gets the card', async () => {
    other = await worldOf(['      channel: ami-alerts', '      channel: no-such-channel'])
    const imageId = await waiting(other)
    expect((await other.form('maria'))?.text).toContain('in #ami-alerts')
    await decide('alex', imageId, 'approve', other)
    expect(other.changes(imageId)).toHaveLength(1)
  })

  test('Enable needs a second person too, without a form: asked at once, approved, enabled', async () => {
    other = await worldOf([
      'enable: { roles: [operator] }',
      'enable: { roles: [operator], approval: { roles: [approver], channel: ami-audit } }',
    ])
    const { imageId } = await other.image({ state: 'disabled', quiet: false })
    await other.clickCard('maria', ALERTS, imageId, 'enable')
    expect(other.changes(imageId)).toEqual([])
    expect(await lastTold('maria', other)).toMatch(/Awaiting approval by/)
    expect((await approvalOf(other, imageId, AUDIT)).text).toContain('wants to enable')
    await decide('alex', imageId, 'approve', other, AUDIT)
    expect(other.changes(imageId)).toEqual([`EnableImage ${imageId} -> ok`])
  })
})
