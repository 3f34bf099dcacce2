import { readFileSync } from 'node:fs'
import { KEPT, letTimePass, startInstance, viewOf } from '../support/proposals.ts'
import {
  buttonsOf,
  envelopeOf,
  filled,
  type Message,
  startWorld,
  type TestWorld,
  writeConfig,
} from '../support/world.ts'

/** No form stays unfinished: whatever becomes of a request, the form that asked for it says so. */

const CHANNEL = 'ami-ready'
const ALERTS = 'ami-alerts'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({
    slack: { rateLimits: 'off' },
    configFile: writeConfig(
      readFileSync('sandbox/amiops.config.yml', 'utf8')
        .replace(/digest: .*/, 'digest: { above: 100 }\nnotify: { approvers: true }')
        .replace(/destructivePerHour: \d+/, 'destructivePerHour: 1000')
        .replace('users: [U0ALEX]', 'users: [U0ALEX, U0SAM]')
        .replace('breakGlass: { roles: [approver] }', 'breakGlass: { roles: [operator] }'),
    ),
  })
})
afterAll(() => world.close())

const withCard = async (isUsed: boolean): Promise<string> => {
  const { imageId } = await world.image({ tags: KEPT })
  if (isUsed) startInstance(world, imageId, 'api')
  await world.put(envelopeOf(imageId, 'available'))
  return imageId
}
const nameOf = async (imageId: string): Promise<string> =>
  (await world.images()).find(image => image.imageId === imageId)?.name ?? ''
const approvalOf = async (imageId: string): Promise<Message> => {
  const [card] = (await world.cards(ALERTS, imageId)).filter(
    m => m.metadata?.event_type === 'amiops_approval',
  )
  if (!card) throw new Error(`Expected an approval card of ${imageId}.`)
  return card
}
/** Maria has asked for an approval, and her form is still open. */
const waiting = async (): Promise<string> => {
  const imageId = await withCard(true)
  await world.openForm('maria', CHANNEL, imageId, 'deregister')
  await world.submit('maria', filled({ name: await nameOf(imageId), purpose: 'replaced by build 42' }))
  expect((await world.form('maria'))?.text).toMatch(/⏳ Awaiting approval by <@U0ALEX>/)
  return imageId
}
const decide = async (person: string, imageId: string, action_id: string): Promise<void> => {
  const { ts } = await approvalOf(imageId)
  await world.click(person, { channel: ALERTS, ts, action_id })
}
const formOf = async (person: string): Promise<string> => {
  const form = await world.form(person)
  if (form?.submit) throw new Error(`Expected the form of ${person} to be over, got ${form.submit}.`)
  return form?.text ?? ''
}
const told = async (person: string): Promise<string> => (await world.privateOf(person)).at(-1)?.text ?? ''

describe('a form that needs no approval', () => {
  test('ends with what AWS confirmed', async () => {
    const imageId = await withCard(false)
    await world.openForm('maria', CHANNEL, imageId, 'disable')
    await world.submit('maria')
    expect(await formOf('maria')).toMatch(/^✅ .* was disabled\./)
  })

  test('waits for the confirmation, and ends with it though the event is lost', async () => {
    const imageId = await withCard(false)
    await world.post('/aws', { events: { dropShare: 1 } })
    await world.openForm('maria', CHANNEL, imageId, 'disable')
    await world.post('/people/maria/submit', { values: {} })
    await world.advance(5_000)
    expect(await formOf('maria')).toMatch(/^⏳ EC2 accepted the request to disable .*; awaiting confirmation/)
    // After half a minute amiops asks EC2.
    await world.idle()
    await world.post('/aws', { events: { dropShare: 0 } })
    expect(await formOf('maria')).toMatch(/^✅ .* was disabled\./)
  })

  test('ends with EC2’s refusal and what to do', async () => {
    const imageId = await withCard(false)
    world.fault({ service: 'ec2', call: 'DisableImage:Real', error: 'UnauthorizedOperation' })
    await world.openForm('maria', CHANNEL, imageId, 'disable')
    await world.submit('maria')
    expect(await formOf('maria')).toMatch(
      /^❌ .* was not disabled\.[\s\S]*DisableImage[\s\S]*Nothing was changed/,
    )
  })

  test('was closed meanwhile: nothing is in its place, and no request comes to the dead letters', async () => {
    const imageId = await withCard(false)
    await world.openForm('maria', CHANNEL, imageId, 'disable')
    world.fault({ service: 'ec2', call: 'DescribeImages', delayMs: 400 })
    await world.post('/people/maria/submit', { values: {} })
    await world.post('/people/maria/close')
    await world.idle()
    expect(await world.form('maria')).toBeUndefined()
    expect((await world.card(CHANNEL, imageId)).text).toContain('By <@U0MARIA>')
  })
})

describe('a form that needs approval ends', () => {
  test('approved: in the form, and by a direct message to the requester and the other approver', async () => {
    const imageId = await waiting()
    await decide('alex', imageId, 'approve')
    expect(await formOf('maria')).toMatch(/^✅ .* was deregistered\. The request was approved by <@U0ALEX>/)
    expect(await told('maria')).toMatch(/^✅ .* was deregistered\. The request was approved by <@U0ALEX>/)
    expect(await told('sam')).toMatch(/^✅ .* was deregistered/)
    const card = await approvalOf(imageId)
    expect(card.text).toMatch(/^✅ Approved by <@U0ALEX> .*✅ Deregistered · confirmed by AWS/)
    expect(JSON.stringify(card.blocks)).not.toMatch(/Available|\*Access\*/)
    expect(card.replies?.at(-1)?.text).toMatch(/^✅ Approved by @alex: .*No decision is needed any more/)
  })

  test('declined: with the comment in the form, on the card, in the history and in the message', async () => {
    const imageId = await waiting()
    await decide('alex', imageId, 'decline')
    expect(await world.submit('alex', { comment: { comment: '…' } })).toMatchObject({
      errors: { comment: expect.any(String) },
    })
    await world.submit('alex', { comment: { comment: 'billing still uses it' } })
    expect(await formOf('alex')).toMatch(/was declined by <@U0ALEX>/)
    expect(await formOf('maria')).toMatch(
      /^🚫 Your request .* declined by <@U0ALEX>.*[\s\S]*billing still uses it/,
    )
    expect(await told('maria')).toContain('billing still uses it')
    expect((await approvalOf(imageId)).text).toContain('Comment: billing still uses it')
    const history = await world.ask('maria', `history ${imageId}`)
    expect(JSON.stringify(history.blocks)).toContain('billing still uses it')
    expect(world.changes(imageId)).toEqual([])
  })

  test('withdrawn by the requester, and by nobody else', async () => {
    const imageId = await waiting()
    await decide('alex', imageId, 'withdraw')
    expect(await told('alex')).toMatch(/Only <@U0MARIA> can withdraw the request/)
    await decide('maria', imageId, 'withdraw')
    expect(await formOf('maria')).toMatch(/^↩️ Your request .* was withdrawn/)
    const card = await approvalOf(imageId)
    expect(card.text).toMatch(/^↩️ Withdrawn by <@U0MARIA>/)
    expect(buttonsOf(card)).toEqual([])
    expect((await world.cards('ami-audit', imageId)).map(m => m.text).join()).toMatch(
      /awaiting|waits.*withdrawn/s,
    )
    await decide('alex', imageId, 'approve').catch(() => {})
    expect(world.changes(imageId)).toEqual([])
  })

  test('expired', async () => {
    const imageId = await waiting()
    await letTimePass(world, (await approvalOf(imageId)).metadata?.event_payload.proposal ?? '', 61)
    await world.post('/functions/schedule')
    expect(await formOf('maria')).toMatch(/^⌛ Your request .* expired: nobody decided in time/)
    expect(await told('maria')).toMatch(/expired: nobody decided in time/)
  })

  test('refused by EC2 after the approval', async () => {
    const imageId = await waiting()
    world.fault({ service: 'ec2', call: 'DeregisterImage:Real', error: 'UnauthorizedOperation' })
    await decide('alex', imageId, 'approve')
    expect(await formOf('maria')).toMatch(/^❌ .* was not deregistered/)
    expect(await told('maria')).toMatch(/^❌ .* was not deregistered/)
    expect((await approvalOf(imageId)).text).toMatch(/❌ Not deregistered/)
  })

  test('pending already: the next form says so with a link, and offers only the override', async () => {
    const imageId = await waiting()
    const { text, submit } = await world.openForm('maria', CHANNEL, imageId, 'deregister')
    expect(submit).toBe('Deregister, no approval')
    expect(text).toMatch(/There is already a pending request by <@U0MARIA> \(<http[^|]+\|view request>\)/)
    expect(text).toContain(
      'A second request is not sent. To proceed, tick “Emergency override: skip approval”',
    )
  })
})

test('ticking the override changes the button, warns, and keeps what was typed', async () => {
  const imageId = await withCard(true)
  const form = await world.openForm('maria', CHANNEL, imageId, 'deregister')
  expect(form.submit).toBe('Request approval')
  const before = await viewOf(world, 'maria')
  const tick = (value: string[]) =>
    world.post('/people/maria/click', {
      action_id: 'options',
      value,
      values: filled({ purpose: 'it leaks keys', name: 'half-typed' }),
    })
  await tick(['breakGlass'])
  const ticked = await world.form('maria')
  expect(ticked?.submit).toBe('Deregister, no approval')
  expect(ticked?.text).toContain('🚨 *Deregister without approval:*')
  const after = await world.get<{ state: object }>('/people/maria/modal')
  expect(JSON.stringify(after.state)).toMatch(/it leaks keys.*half-typed|half-typed.*it leaks keys/)
  expect((await viewOf(world, 'maria')).private_metadata).toBe(before.private_metadata)
  await tick([])
  const cleared = await world.form('maria')
  expect(cleared?.submit).toBe('Request approval')
  expect(cleared?.text).not.toContain('🚨')
})

test('who may not asks those who may, by one click, once', async () => {
  const imageId = await withCard(false)
  const form = await world.openForm('sam', CHANNEL, imageId, 'disable')
  expect(form.text).toMatch(/You don’t have permission to disable[\s\S]*Ask <!subteam\^S0OPERATORS>/)
  await world.post('/people/sam/click', { action_id: 'forward' })
  await world.idle()
  expect(await formOf('sam')).toMatch(/📨 <!subteam\^S0OPERATORS> <http[^|]+\|has been asked> to disable/)
  const asked = async () =>
    ((await world.card(CHANNEL, imageId)).replies ?? []).filter(({ text }) => text.startsWith('🙋'))
  expect((await asked()).map(({ text }) => text)).toEqual([
    expect.stringMatching(/<!subteam\^S0OPERATORS> · @sam asks you to disable/),
  ])
  await world.openForm('sam', CHANNEL, imageId, 'disable')
  await world.post('/people/sam/click', { action_id: 'forward' })
  await world.idle()
  expect(await asked()).toHaveLength(1)
  expect(world.changes(imageId)).toEqual([])
})
