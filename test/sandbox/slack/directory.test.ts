import { type RunningSlack, refusalOf, startSlack } from './start-slack.ts'

let world: RunningSlack
beforeEach(async () => {
  world = await startSlack()
})
afterEach(() => world.stop())

const post = (text: string, more: object = {}) =>
  world.client.chat.postMessage({ channel: 'C0READY', text, ...more } as never)

test('the token says who the bot is', async () => {
  expect(await world.client.auth.test()).toMatchObject({
    team_id: 'T0SANDBOX',
    user_id: 'U0AMIOPS',
    bot_id: 'B0AMIOPS',
    user: 'amiops',
  })
})

test('api.test answers anybody, and echoes an error', async () => {
  expect(await world.createClient('').apiCall('api.test', { foo: 'bar' })).toMatchObject({
    args: { foo: 'bar' },
  })
  expect((await refusalOf(world.client.api.test({ error: 'my_error' }))).error).toBe('my_error')
})

test('user groups are listed, with their people when asked', async () => {
  const { usergroups } = await world.client.usergroups.list({ include_users: true })
  expect(usergroups).toMatchObject([
    { id: 'S0OPERATORS', handle: 'ami-operators', users: ['U0MARIA', 'U0ALEX'] },
    { id: 'S0APPROVERS', handle: 'ami-approvers', users: ['U0ALEX'] },
    { id: 'S0ONCALL', handle: 'on-call', users: ['U0MARIA'] },
  ])
})

test('an admin takes a person out of a group', async () => {
  const members = async () => (await world.client.usergroups.users.list({ usergroup: 'S0OPERATORS' })).users
  expect(await members()).toEqual(['U0MARIA', 'U0ALEX'])
  await world.post('/usergroups/ami-operators', { people: ['alex'] })
  expect(await members()).toEqual(['U0ALEX'])
})

test('a group that is not there, and a workspace that has not paid for groups', async () => {
  const list = (usergroup: string) => refusalOf(world.client.usergroups.users.list({ usergroup }))
  expect((await list('S0NOWHERE')).error).toBe('no_such_subteam')
  world.faults.add({ service: 'slack', call: 'usergroups.users.list', error: 'plan_upgrade_required' })
  expect((await list('S0OPERATORS')).error).toBe('plan_upgrade_required')
})

test('a person is looked up; one from another company is a stranger', async () => {
  expect((await world.client.users.info({ user: 'U0SAM' })).user).toMatchObject({
    name: 'sam',
    team_id: 'T0SANDBOX',
  })
  expect((await world.client.users.info({ user: 'U0GUEST' })).user).toMatchObject({
    is_stranger: true,
    team_id: 'T0ELSEWHERE',
  })
  expect((await refusalOf(world.client.users.info({ user: 'U0NOBODY' }))).error).toBe('user_not_found')
})

test('people are listed page by page, the bot and the stranger among them', async () => {
  const members: { name: string; is_bot: boolean; is_stranger?: boolean }[] = []
  for await (const page of world.client.paginate('users.list', { limit: 2 })) {
    members.push(...((page as { members?: typeof members }).members ?? []))
  }
  expect(members.map(({ name }) => name)).toEqual(['maria', 'alex', 'sam', 'kim', 'guest', 'amiops'])
  expect(members.filter(({ is_bot }) => is_bot).map(({ name }) => name)).toEqual(['amiops'])
  expect(members.filter(({ is_stranger }) => is_stranger).map(({ name }) => name)).toEqual(['guest'])
  expect((await world.client.users.info({ user: 'U0AMIOPS' })).user).toMatchObject({
    is_bot: true,
    profile: { bot_id: 'B0AMIOPS' },
  })
})

test('the bot joins a public channel, and no other', async () => {
  const { id } = await world.post<{ id: string }>('/channels', { name: 'away', botIsMember: false })
  const join = (channel: string) => world.client.conversations.join({ channel })
  expect((await join(id)).channel).toMatchObject({ id, is_member: true })
  expect(await join(id)).toMatchObject({ warning: 'already_in_channel' })
  expect((await world.client.conversations.history({ channel: id })).ok).toBe(true)
  const old = await world.post<{ id: string }>('/channels', { name: 'old', archived: true })
  const secret = await world.post<{ id: string }>('/channels', { name: 'secret', is_private: true })
  expect((await refusalOf(join(old.id))).error).toBe('is_archived')
  expect((await refusalOf(join(secret.id))).error).toBe('method_not_supported_for_channel_type')
  expect((await refusalOf(join('C0NOWHERE'))).error).toBe('channel_not_found')
})

test('a channel shows whether it is shared with another company', async () => {
  const info = async (channel: string) =>
    (await world.client.conversations.info({ channel, include_num_members: true })).channel
  expect(await info('C0READY')).toMatchObject({
    name: 'ami-ready',
    is_ext_shared: true,
    is_member: true,
    num_members: 6,
  })
  expect(await info('C0READY')).toMatchObject({ connected_team_ids: ['T0ELSEWHERE'] })
  expect(await info('C0AUDIT')).toMatchObject({
    is_ext_shared: false,
    num_members: 4,
    connected_team_ids: [],
  })
  expect((await refusalOf(world.client.conversations.info({ channel: 'ami-ready' }))).error).toBe(
    'channel_not_found',
  )
})

test('channels are listed page by page', async () => {
  await world.post('/channels', { name: 'old', archived: true })
  const names: unknown[] = []
  const pages = world.client.paginate('conversations.list', { limit: 2, exclude_archived: true })
  for await (const page of pages) {
    names.push(...((page as { channels?: { name: string }[] }).channels ?? []).map(({ name }) => name))
  }
  expect(names).toEqual(['ami-ready', 'ami-alerts', 'ami-audit'])
  expect((await refusalOf(world.client.conversations.list({ cursor: 'nonsense' }))).error).toBe(
    'invalid_cursor',
  )
})

test('history is newest first and holds metadata only for those who ask', async () => {
  await post('one', { metadata: { event_type: 'card', event_payload: { id: 'ami-1' } } })
  const { ts } = await post('two')
  await post('reply', { thread_ts: ts })
  const plain = await world.client.conversations.history({ channel: 'C0READY' })
  expect(plain.messages?.map(({ text }) => text)).toEqual(['two', 'one'])
  expect(plain.messages?.[1]).not.toHaveProperty('metadata')
  const full = await world.client.conversations.history({
    channel: 'C0READY',
    include_all_metadata: true,
    limit: 1,
  })
  expect(full).toMatchObject({ has_more: true, messages: [{ text: 'two', reply_count: 1 }] })
  const older = await world.client.conversations.history({
    channel: 'C0READY',
    latest: String(ts),
    include_all_metadata: true,
  })
  expect(older.messages).toMatchObject([{ text: 'one', metadata: { event_payload: { id: 'ami-1' } } }])
})

test('history between two moments, with and without the moments themselves', async () => {
  const [one, two, three] = [await post('one'), await post('two'), await post('three')].map(({ ts }) =>
    String(ts),
  )
  const read = async (args: object) => {
    const { messages } = await world.client.conversations.history({ channel: 'C0READY', ...args })
    return messages?.map(({ text }) => text)
  }
  expect(await read({ oldest: one, latest: three })).toEqual(['two'])
  expect(await read({ oldest: one, latest: three, inclusive: true })).toEqual(['three', 'two', 'one'])
  expect(await read({ oldest: one })).toEqual(['three', 'two'])
  expect(await read({ latest: two, inclusive: true, limit: 1 })).toEqual(['two'])
  const limit = async (count: number) =>
    (await refusalOf(world.client.conversations.history({ channel: 'C0READY', limit: count }))).error
  expect((await world.client.conversations.history({ channel: 'C0READY', limit: 1000 })).ok).toBe(true)
  expect(await limit(1001)).toBe('invalid_limit')
})

test('a thread is read from its root or from any reply', async () => {
  const root = await post('root')
  const reply = await post('reply', { thread_ts: root.ts })
  for (const { ts } of [root, reply]) {
    const { messages } = await world.client.conversations.replies({ channel: 'C0READY', ts: String(ts) })
    expect(messages?.map(({ text }) => text)).toEqual(['root', 'reply'])
  }
  const nowhere = world.client.conversations.replies({ channel: 'C0READY', ts: '1.000001' })
  expect((await refusalOf(nowhere)).error).toBe('thread_not_found')
})

test('a channel without the bot cannot be read', async () => {
  const { id } = await world.post<{ id: string }>('/channels', { name: 'away', botIsMember: false })
  expect((await refusalOf(world.client.conversations.history({ channel: id }))).error).toBe('not_in_channel')
})

test('members are listed', async () => {
  const { members } = await world.client.conversations.members({ channel: 'C0AUDIT' })
  expect(members?.toSorted()).toEqual(['U0ALEX', 'U0AMIOPS', 'U0MARIA', 'U0SAM'])
})

test('a direct message is opened before anything is said', async () => {
  expect((await world.client.conversations.open({ users: 'U0SAM' })).channel).toEqual({ id: 'D0SAM' })
})

test('unread messages and calls are counted for each person', async () => {
  const counts = async () => {
    const [ready] = await world.get('/channels')
    return { unread: ready?.unread, mentions: ready?.mentions }
  }
  const { ts } = await post('<@U0SAM> look')
  await post('&lt;@U0SAM&gt; is only text')
  await post('group', {
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '<!subteam^S0ONCALL>' } }],
  })
  await post('<@U0SAM> in a thread', { thread_ts: ts })
  expect(await counts()).toEqual({
    unread: { maria: 3, alex: 3, sam: 3, kim: 3, guest: 3 },
    mentions: { maria: 1, alex: 0, sam: 2, kim: 0, guest: 0 },
  })
  await world.post('/channels/ami-ready/read', { person: 'sam' })
  await world.client.chat.update({ channel: 'C0READY', ts: String(ts), text: '<@U0SAM> again' })
  expect(await counts()).toMatchObject({ unread: { sam: 0, maria: 3 }, mentions: { sam: 0 } })
})

test('a direct message is unread until the person reads it, and so is the next one', async () => {
  const isUnread = async () => (await world.get('/people/sam/private')).map(message => message.is_unread)
  await world.client.chat.postMessage({ channel: 'U0SAM', text: 'approved' })
  expect(await isUnread()).toEqual([true])
  await world.post('/channels/D0SAM/read', { person: 'sam' })
  expect(await isUnread()).toEqual([false])
  await world.client.chat.postMessage({ channel: 'U0SAM', text: 'done' })
  expect(await isUnread()).toEqual([false, true])
})

test('an image called @everyone calls everybody, unless its name is written verbatim', async () => {
  const show = (verbatim: boolean) =>
    post('x', { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '@everyone-2026', verbatim } }] })
  const calls = async () => (await world.get('/channels'))[0]?.mentions
  await show(true)
  expect(await calls()).toMatchObject({ maria: 0, sam: 0 })
  await show(false)
  expect(await calls()).toMatchObject({ maria: 1, sam: 1 })
})

test('the people of the workspace, and one who is not', async () => {
  expect((await world.get('/people')).map(({ id, name }) => [id, name])).toEqual([
    ['U0MARIA', 'maria'],
    ['U0ALEX', 'alex'],
    ['U0SAM', 'sam'],
    ['W0KIM', 'kim'],
    ['U0GUEST', 'guest'],
  ])
  expect((await world.ask('GET', '/people/nobody/private')).status).toBe(404)
})

test('the channels that the bot is in are listed', async () => {
  await world.post('/channels', { name: 'elsewhere', botIsMember: false })
  const namesOf = async (more: object = {}) =>
    (await world.client.users.conversations(more)).channels?.map(channel => channel.name)
  const names = await namesOf()
  expect(names).toContain('ami-ready')
  expect(names).not.toContain('elsewhere')
  expect(await namesOf({ types: 'private_channel' })).not.toContain('ami-ready')
})

test('a colleague of another workspace of the organization, and a stranger', async () => {
  const { user } = await world.client.users.info({ user: 'W0KIM' })
  expect(user).toMatchObject({ team_id: 'T0SISTER', enterprise_user: { enterprise_id: 'E0SANDBOX' } })
  expect(user).not.toHaveProperty('is_stranger')
})

test("an organization's token has to say which workspace it means", async () => {
  await world.post('/slack', { orgWide: true })
  expect(await world.client.auth.test()).toMatchObject({ team_id: 'E0SANDBOX', is_enterprise_install: true })
  const list = (more: object) => world.client.usergroups.users.list({ usergroup: 'S0ONCALL', ...more })
  expect((await refusalOf(list({}))).error).toBe('missing_argument')
  expect((await refusalOf(list({ team_id: 'T0ELSEWHERE' }))).error).toBe('team_not_found')
  expect((await refusalOf(list({ team_id: 'T0SISTER' }))).error).toBe('no_such_subteam')
  expect((await list({ team_id: 'T0SANDBOX' })).users).toEqual(['U0MARIA'])
  expect((await refusalOf(world.client.conversations.list({}))).error).toBe('missing_argument')
  expect((await world.client.conversations.list({ team_id: 'T0SANDBOX' })).ok).toBe(true)
  await world.post('/slack', { orgWide: false })
})
