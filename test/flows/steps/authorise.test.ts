import type { Ask } from '../../../src/domain/ask.ts'
import { serve } from '../../../src/flows/serve.ts'
import { parseAction } from '../../../src/slack/click.ts'
import { parseSlashCommand } from '../../../src/slack/slash-command.ts'
import { parseSubmission } from '../../../src/slack/submission.ts'
import { approval, decision, ID, imageCard, waitForYes, worldWith } from '../../support/memory/asking.ts'
import { IMAGE } from '../../support/memory/world.ts'

/** People of another workspace, by the payloads that Slack sends: a colleague on Enterprise Grid, or a guest. */

const COLLEAGUE = { id: 'W0KIM', username: 'kim', name: 'kim', team_id: 'T0OTHERWS' }
const GUEST = { id: 'U0GUEST', username: 'guest', name: 'guest', team_id: 'T0GUEST' }
const NOW_MS = Date.UTC(2026, 0, 15, 12)

/** Both click in a channel of the organisation: its id stands in each payload and proves nothing. */
const body = (user: typeof COLLEAGUE) => ({
  type: 'block_actions',
  user,
  api_app_id: 'A0AMIOPS',
  container: {
    type: 'message',
    message_ts: '1795633957.610000',
    channel_id: 'C0ALERTS',
    is_ephemeral: false,
  },
  trigger_id: '1795633957.7047648.1.x',
  team: { id: 'T0SANDBOX', domain: 'sandbox' },
  enterprise: { id: 'E0EXAMPLE', name: 'Example Org' },
  is_enterprise_install: false,
  channel: { id: 'C0ALERTS', name: 'ami-alerts' },
})
const click = (user: typeof COLLEAGUE, action_id: string, value: string): Ask => {
  const ask = parseAction(body(user), { action_id, action_ts: '1795633957.704778', value }, NOW_MS)
  if (!ask) throw new Error(`Expected ${action_id} to be a click.`)
  return 'triggerId' in ask ? { ...ask, viewId: 'V1' } : ask
}
const menu = (user: typeof COLLEAGUE, value: string): Ask => {
  const action = { action_id: 'more', action_ts: '1795633957.704778', selected_option: { value } }
  const ask = parseAction(body(user), action, NOW_MS)
  if (!ask || 'triggerId' in ask) throw new Error(`Expected ${value} to be an option.`)
  return ask
}

const KEY = `${IMAGE.account}/${IMAGE.region}/${IMAGE.imageId}`

const grid = (workspaces: string[] = ['T0OTHERWS']) => {
  const keeper = { roles: ['keeper'] }
  const world = worldWith({ enable: keeper, disable: keeper }, { workspaces })
  const roles = { ...world.config.roles, keeper: { users: ['W0KIM', 'U0GUEST'], userGroups: [] } }
  const config = { ...world.config, roles }
  return { ...world, config, needs: { ...world.needs, config } }
}

describe('a colleague of a listed workspace', () => {
  test('clicks, and it is done', async () => {
    const w = grid()
    w.images.put(IMAGE, { state: 'disabled', tags: {}, snapshots: [] })
    await serve(w.needs, click(COLLEAGUE, 'enable', KEY))
    expect(w.images.changed).toEqual([`EnableImage ${IMAGE.imageId}`])
  })

  test('uses a menu', async () => {
    const w = grid()
    await w.deliver(w.event('available'))
    await serve(w.needs, menu(COLLEAGUE, `history|${KEY}`))
    expect(w.messenger.privateMessages(COLLEAGUE.id).join()).toContain('History of')
  })

  test('opens a form and sends it', async () => {
    const w = grid()
    await w.deliver(w.event('available'))
    const opened = click(COLLEAGUE, 'disable', KEY)
    await serve(w.needs, opened)
    const sent = parseSubmission(
      {
        ...body(COLLEAGUE),
        view: {
          id: 'V1',
          hash: 'h1',
          private_metadata: JSON.stringify({ proposal: opened.key }),
          state: { values: { name: { name: { value: 'web-1' } }, purpose: { purpose: { value: 'old' } } } },
        },
      },
      NOW_MS,
    )
    if (!sent) throw new Error('Expected a submission.')
    await serve(w.needs, sent.ask)
    expect(w.images.changed).toEqual([`DisableImage ${IMAGE.imageId}`])
  })

  test('approves what somebody else asked for', async () => {
    const w = worldWith({ disable: { roles: ['operator'], approval } }, { workspaces: ['T0OTHERWS'] })
    w.needs.config = {
      ...w.config,
      roles: { ...w.config.roles, approver: { users: ['W0KIM'], userGroups: [] } },
    }
    await w.deliver(w.event('available'))
    await waitForYes(w)
    await serve(w.needs, { ...decision(w, 'the-yes'), person: { userId: 'W0KIM', workspaceId: 'T0OTHERWS' } })
    expect(w.images.changed).toEqual([`DisableImage ${IMAGE.imageId}`])
    expect(ID).toHaveLength(40)
  })

  test('types a command in the other workspace', async () => {
    const w = grid()
    const ask = parseSlashCommand(
      {
        team_id: 'T0OTHERWS',
        api_app_id: 'A0AMIOPS',
        user_id: 'W0KIM',
        channel_id: 'C0ALERTS',
        command: '/ami',
        text: 'help',
        trigger_id: '1.2.x',
      },
      NOW_MS,
    )
    if (!ask) throw new Error('Expected a command.')
    await serve(w.needs, ask)
    expect(w.messenger.privateMessages('W0KIM')).toHaveLength(1)
  })

  test('whose organisation is listed, by an id of its own', async () => {
    const w = grid(['E0EXAMPLE'])
    w.images.put(IMAGE, { state: 'disabled', tags: {}, snapshots: [] })
    await serve(w.needs, click({ ...COLLEAGUE, team_id: 'E0EXAMPLE' }, 'enable', KEY))
    expect(w.images.changed).toHaveLength(1)
  })
})

describe('a colleague of a workspace that nobody listed, in the listed organization', () => {
  const org = () => {
    const w = grid(['E0EXAMPLE'])
    w.images.put(IMAGE, { state: 'disabled', tags: {}, snapshots: [] })
    return w
  }
  const known = { known: true, isStranger: false, isDeactivated: false } as const

  test('Slack says so: clicks, and it is done', async () => {
    const w = org()
    w.messenger.setPerson('W0KIM', { ...known, organizationId: 'E0EXAMPLE' })
    await serve(w.needs, click(COLLEAGUE, 'enable', KEY))
    expect(w.images.changed).toEqual([`EnableImage ${IMAGE.imageId}`])
  })

  test('acts by their role alone', async () => {
    const w = org()
    w.messenger.setPerson('W0SAM', { ...known, organizationId: 'E0EXAMPLE' })
    await serve(w.needs, click({ ...COLLEAGUE, id: 'W0SAM' }, 'enable', KEY))
    expect(w.images.changed).toEqual([])
    expect(w.messenger.privateMessages('W0SAM').join()).toMatch(/You don’t have permission/)
  })

  test.each([
    ['is of another organization', { ...known, organizationId: 'E0OTHER' }],
    ['is a stranger', { ...known, organizationId: 'E0EXAMPLE', isStranger: true }],
    ['was deactivated', { ...known, organizationId: 'E0EXAMPLE', isDeactivated: true }],
    ['cannot be read', { known: false, reason: 'missing_scope' } as const],
  ])('who %s: refused, whatever the payload says of its enterprise', async (_why, answer) => {
    const w = org()
    w.messenger.setPerson('W0KIM', answer)
    await serve(w.needs, click(COLLEAGUE, 'enable', KEY))
    await serve(w.needs, menu(COLLEAGUE, `history|${KEY}`))
    expect(w.images.changed).toEqual([])
    expect(w.messenger.privateMessages('W0KIM').join()).toMatch(
      /external \(Slack Connect\) users can’t manage/,
    )
    expect(w.messenger.privateMessages('W0KIM').join()).not.toContain('History of')
  })

  test('Slack asks to wait: nobody is refused, the click comes again', async () => {
    const w = org()
    w.messenger.setPerson('W0KIM', { known: false, reason: 'ratelimited', retryAfterSec: 7 })
    await expect(serve(w.needs, click(COLLEAGUE, 'enable', KEY))).rejects.toMatchObject({ afterSec: 7 })
    w.messenger.setPerson('W0KIM', { ...known, organizationId: 'E0EXAMPLE' })
    await serve(w.needs, click(COLLEAGUE, 'enable', KEY))
    expect(w.images.changed).toHaveLength(1)
  })

  test('the app is installed for the organization: requests of all its workspaces are ours, others are dropped', async () => {
    const w = org()
    w.needs.config = { ...w.config, workspaceId: 'E0EXAMPLE', workspaces: ['T0SANDBOX'] }
    w.messenger.setPerson('W0KIM', { ...known, organizationId: 'E0EXAMPLE' })
    const elsewhere = { ...body(COLLEAGUE), is_enterprise_install: true, team: null }
    const asked = parseAction(elsewhere, { action_id: 'enable', action_ts: '1.1', value: KEY }, NOW_MS)
    expect(asked).toMatchObject({ workspaceId: 'E0EXAMPLE', organizationId: 'E0EXAMPLE' })
    await serve(w.needs, asked as Ask)
    expect(w.images.changed).toHaveLength(1)
    const others = { ...elsewhere, team: { id: 'T0X' }, enterprise: { id: 'E0OTHER' } }
    const dropped = parseAction(others, { action_id: 'enable', action_ts: '1.2', value: KEY }, NOW_MS)
    await serve(w.needs, dropped as Ask)
    expect(w.images.changed).toHaveLength(1)
    expect(w.messenger.privateMessages('W0KIM')).toHaveLength(0)
  })
})

describe('a guest of another company, in the same channel of the same organisation', () => {
  test.each([[['T0OTHERWS']], [['T0OTHERWS', 'E0EXAMPLE']]])('is refused; listed: %s', async workspaces => {
    const w = grid(workspaces)
    w.images.put(IMAGE, { state: 'disabled', tags: {}, snapshots: [] })
    await w.deliver(w.event('disabled'))
    const card = imageCard(w)
    await serve(w.needs, click(GUEST, 'enable', KEY))
    await serve(w.needs, menu(GUEST, `history|${KEY}`))
    expect(w.images.changed).toEqual([])
    expect(w.messenger.privateMessages(GUEST.id)).toEqual([
      expect.stringContaining('external (Slack Connect) users can’t manage images'),
      expect.stringContaining('External (Slack Connect) users can’t use amiops here'),
    ])
    expect(imageCard(w)).toBe(card)
  })

  test('so is a colleague whose workspace nobody listed', async () => {
    const w = grid([])
    w.images.put(IMAGE, { state: 'disabled', tags: {}, snapshots: [] })
    await serve(w.needs, click(COLLEAGUE, 'enable', KEY))
    expect(w.images.changed).toEqual([])
    expect(w.messenger.privateMessages(COLLEAGUE.id).join()).toContain('slack.workspaces')
  })
})
