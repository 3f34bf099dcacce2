import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { envelopeOf, startWorld, type TestWorld, writeConfig } from '../support/world.ts'

/** An Enterprise Grid organization: kim is a colleague of another workspace, guest is of another company. */

let world: TestWorld
afterEach(() => world.close())

/** An image that is disabled, with its card, and who is in the group that may enable it. */
const withImage = async (people: readonly string[], configFile?: string): Promise<string> => {
  world = await startWorld(configFile === undefined ? {} : { configFile })
  await world.post('/usergroups/ami-operators', { people })
  const { imageId } = await world.image({ state: 'disabled' })
  await world.put(envelopeOf(imageId, 'disabled'))
  return imageId
}

/** A click as Slack signs it, also one that somebody made up. */
const sendSigned = async (imageId: string, more: object): Promise<void> => {
  const payload = {
    type: 'block_actions',
    team: { id: 'T0SANDBOX', domain: 'sandbox' },
    enterprise: { id: 'E0SANDBOX', name: 'Sandbox Organization' },
    api_app_id: 'A0AMIOPS',
    trigger_id: '1.2.x',
    channel: { id: 'C0ALERTS', name: 'ami-alerts' },
    container: { type: 'message', message_ts: '1.000001', channel_id: 'C0ALERTS', is_ephemeral: false },
    actions: [
      {
        type: 'button',
        action_id: 'enable',
        block_id: 'b',
        value: `123456789012/us-east-1/${imageId}`,
        action_ts: '1.0',
      },
    ],
    ...more,
  }
  const form = `payload=${encodeURIComponent(JSON.stringify(payload))}`
  const sec = Math.floor(world.sandbox.clock.nowMs() / 1000)
  const hash = createHmac('sha256', 'sandbox-signing-secret').update(`v0:${sec}:${form}`).digest('hex')
  const answer = await fetch(`${world.url}/bot`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(sec),
      'x-slack-signature': `v0=${hash}`,
    },
    body: form,
  })
  expect(answer.status).toBe(200)
  await world.idle()
}
const textOf = async (person: string): Promise<string> =>
  (await world.privateOf(person)).map(({ text }) => text).join('\n')

test('a colleague of another workspace acts by the role, and without a role not', async () => {
  const imageId = await withImage(['maria', 'kim'])
  await world.clickCard('kim', 'ami-alerts', imageId, 'enable')
  expect(world.changes(imageId)).toHaveLength(1)
  const other = await world.image({ state: 'disabled' })
  await world.put(envelopeOf(other.imageId, 'disabled'))
  await world.post('/usergroups/ami-operators', { people: ['maria'] })
  await world.advance(60_000)
  await world.clickCard('kim', 'ami-alerts', other.imageId, 'enable')
  expect(world.changes(other.imageId)).toEqual([])
  expect(await textOf('kim')).toMatch(/You don’t have permission/)
})

test('Slack does not say who it is: denied', async () => {
  const imageId = await withImage(['maria', 'kim'])
  world.fault({ service: 'slack', call: 'users.info', error: 'missing_scope' })
  await world.clickCard('kim', 'ami-alerts', imageId, 'enable')
  expect(world.changes(imageId)).toEqual([])
  expect(await textOf('kim')).toMatch(/external \(Slack Connect\) users can’t manage images/)
})

test('a guest of another company never acts, though a group has them, whatever the payload says', async () => {
  const imageId = await withImage(['maria', 'guest'])
  await world.clickCard('guest', 'ami-alerts', imageId, 'enable')
  const forged = [
    // The organization stands in each payload of the channel; here also where Slack never writes it.
    {
      user: {
        id: 'U0GUEST',
        team_id: 'T0ELSEWHERE',
        enterprise_id: 'E0SANDBOX',
        enterprise_user: { id: 'E0SANDBOX' },
      },
    },
    // The team of another company that happens to be called differently, or none.
    { user: { id: 'U0GUEST', team_id: 'T0UNKNOWN' } },
    { user: { id: 'U0GUEST' } },
    // Nobody whom Slack knows.
    { user: { id: 'U0SPY', team_id: 'T0UNKNOWN' }, is_enterprise_install: true },
    // From elsewhere altogether.
    {
      user: { id: 'U0GUEST', team_id: 'T0ELSEWHERE' },
      team: { id: 'T0ELSEWHERE' },
      enterprise: { id: 'E0OTHER' },
    },
  ]
  for (const more of forged) await sendSigned(imageId, more)
  expect(world.changes(imageId)).toEqual([])
})

test('installed for the organization: user groups are read with their workspace, commands work in both', async () => {
  const configFile = writeConfig(
    readFileSync('sandbox/amiops.config.yml', 'utf8')
      .replace('workspace: T0SANDBOX', 'workspace: E0SANDBOX')
      .replace('workspaces: [E0SANDBOX]', 'workspaces: [T0SISTER, T0SANDBOX]'),
  )
  const imageId = await withImage(['maria'], configFile)
  await world.post('/slack', { orgWide: true })
  await sendSigned(imageId, {
    user: { id: 'U0MARIA', team_id: 'T0SANDBOX' },
    team: null,
    is_enterprise_install: true,
  })
  expect(world.changes(imageId)).toHaveLength(1)
  expect((await world.ask('kim', 'help')).text).toMatch(/Each begins with `\/ami`/)
})
