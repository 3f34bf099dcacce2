import { serve } from '../../../src/flows/serve.ts'
import {
  ALEX,
  type AskedWorld,
  asked,
  decision,
  MARIA,
  WITH_AUDIT,
  waitForYes,
  worldWith,
} from '../../support/memory/asking.ts'
import { createMemoryWorld, IMAGE, MINUTE } from '../../support/memory/world.ts'

const DAY = 24 * 60 * MINUTE

const createExporting = () => {
  const world = worldWith(
    {
      disable: {
        roles: ['operator'],
        approval: { when: [], roles: ['approver'], channel: 'ami-alerts', withinMinutes: 60 },
      },
    },
    { ...WITH_AUDIT, export: { roles: ['approver'] } },
  )
  const ask = async (
    text: string,
    person = ALEX,
    key = `${text}/${person.userId}/${world.clock.nowMs()}`,
  ) => {
    await serve(world.needs, { ...asked(world, key, person), kind: 'command', text: `export ${text}` })
    return world.messenger.privateMessages(person.userId).at(-1) ?? ''
  }
  /** The last file that the person was sent, as rows of cells by their columns. */
  const rows = (userId = ALEX.userId): Record<string, string>[] => {
    const [head = '', ...lines] = (world.messenger.filesOf(userId).at(-1)?.content ?? '')
      .trimEnd()
      .split('\n')
    const columns = head.split(',')
    return lines.map(line => {
      const cells = [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, cell = '']) => cell)
      return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']))
    })
  }
  return { ...world, ask, rows }
}

const auditLines = (world: AskedWorld): string[] =>
  world.messenger.posts('ami-audit').map(({ message }) => message.text)

test('who has no such role gets nothing; the attempt is in the audit log and its channel, once in ten minutes', async () => {
  const world = createExporting()
  expect(await world.ask('audit since 30d', MARIA)).toMatch(
    /You don’t have permission to export the audit log\. Ask /,
  )
  await world.ask('audit since 20d', MARIA)
  expect(world.messenger.filesOf(MARIA.userId)).toEqual([])
  expect(auditLines(world)).toEqual([
    expect.stringMatching(
      /^🚫 @maria tried to export the audit log, .* \*denied\* \(no permission: not in a role that has it\)/,
    ),
  ])
  world.clock.advance(MINUTE)
  await world.ask('audit since 30d')
  expect(world.rows()).toEqual([
    expect.objectContaining({ kind: 'export', by: MARIA.userId, outcome: 'refused' }),
  ])
})

test('where the config names no role, nobody has it', async () => {
  const world = createMemoryWorld()
  await serve(world.needs, { ...asked(world, 'question'), kind: 'command', text: 'export audit' })
  expect(world.messenger.privateMessages(MARIA.userId).at(-1)).toMatch(/no role has it/)
  expect(world.messenger.filesOf(MARIA.userId)).toEqual([])
})

test('all of a period, oldest first: events, requests with their approval, aliases, earlier exports', async () => {
  const world = createExporting()
  await world.deliver(world.event('available'))
  world.clock.advance(DAY)
  await waitForYes(world)
  await serve(world.needs, decision(world, 'the-decision'))
  await world.ledger.addAssignment({
    ...IMAGE,
    family: '=HYPERLINK("http://x")',
    alias: 'prod',
    parameter: '/golden/web/prod',
    id: 'a1',
    atMs: world.clock.nowMs(),
    change: 'outside',
    outcome: 'confirmed',
    principal: { kind: 'role', name: 'ci', session: 'run 1', sourceIp: '203.0.113.7' },
  })
  world.clock.advance(MINUTE)
  expect(await world.ask('audit since 7d')).toMatch(
    /Audit log, .* UTC: \d entries\. Sent to you as a direct message/,
  )
  const rows = world.rows()
  const times = rows.map(({ time = '' }) => time)
  expect(times).toEqual([...times].sort())
  expect(rows.map(({ kind, what, outcome }) => [kind, what, outcome].join(' ').trim())).toEqual(
    expect.arrayContaining([
      'event available',
      'request disable accepted',
      'request disable approved',
      'alias outside confirmed',
    ]),
  )
  expect(rows.find(({ outcome }) => outcome === 'accepted')).toMatchObject({
    account: IMAGE.account,
    image: IMAGE.imageId,
    by: MARIA.userId,
    'decided by': ALEX.userId,
    'reason given': 'old',
  })
  expect(rows.find(({ kind }) => kind === 'alias')).toMatchObject({
    family: `"'=HYPERLINK(""http://x"")"`,
    principal: 'role ci run 1',
    'source address': '203.0.113.7',
  })
  expect(auditLines(world).at(-1)).toMatch(/^📄 @alex exported the audit log, \S+ to \S+: \d+ entries$/)
  world.clock.advance(MINUTE)
  await world.ask('audit since 1d')
  expect(world.rows().at(-1)).toMatchObject({ kind: 'export', by: ALEX.userId, outcome: 'sent' })
  expect(world.rows().some(({ what }) => what === 'available')).toBe(false)
})

test('the same question twice is one file and one line', async () => {
  const world = createExporting()
  await world.ask('audit', ALEX, 'once')
  await world.ask('audit', ALEX, 'once')
  expect(world.messenger.filesOf(ALEX.userId)).toHaveLength(1)
  expect(auditLines(world)).toHaveLength(1)
})

test('a log that takes too long ends before a whole day, and says where to go on', async () => {
  const world = createExporting()
  for (let day = 0; day < 5; day++) {
    await world.deliver(world.event('disabled', { atMs: world.clock.nowMs() - (5 - day) * DAY }))
  }
  const readAuditPage: typeof world.ledger.readAuditPage = async (...of) => {
    world.clock.advance(15_000)
    return world.ledger.readAuditPage(...of)
  }
  const needs = { ...world.needs, ledger: { ...world.ledger, readAuditPage } }
  await serve(needs, { ...asked(world, 'slow', ALEX), kind: 'command', text: 'export audit since 5d' })
  const [note] = world.messenger.privateMessages(ALEX.userId)
  const [, since = ''] = /The rest: `export audit since (\S+)`/.exec(note ?? '') ?? []
  const days = world.rows().map(({ time = '' }) => time.slice(0, 10))
  expect(days.length).toBeGreaterThan(0)
  expect(days.every(day => day < since)).toBe(true)
  await world.ask(`audit since ${since}`)
  const rest = world.rows().filter(({ kind }) => kind === 'event')
  expect(days.length + rest.length).toBe(5)
})

test('of a person, an image or a family alone; the audit channel says which, and so does the rest of a long one', async () => {
  const world = createExporting()
  await world.deliver(world.event('available'))
  await waitForYes(world)
  await serve(world.needs, decision(world, 'the-decision'))
  const other = { ...IMAGE, imageId: 'ami-00000000000000002' }
  world.images.put(other, { state: 'available', name: 'db-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('available', other))
  world.clock.advance(MINUTE)
  await world.ask('audit')
  const all = world.rows()
  expect(await world.ask('audit by <@U0MARIA|maria>')).toMatch(/UTC, `by U0MARIA`: \d+ entries\./)
  expect(world.rows()).toEqual(
    all
      .filter(({ by, kind }) => by === MARIA.userId || kind === 'export')
      .filter(({ by }) => by === MARIA.userId),
  )
  expect(world.rows().length).toBeGreaterThan(1)
  expect(auditLines(world).at(-1)).toMatch(/exported the audit log, \S+ to \S+, `by U0MARIA`: \d+ entries$/)
  expect(await world.ask('audit image db-*')).toMatch(
    /Plan states and earlier exports concern no single image/,
  )
  expect(world.rows().map(({ image }) => image)).toEqual([other.imageId])
  await world.ask('audit family web')
  expect(world.rows()).toEqual(all.filter(({ image }) => image === IMAGE.imageId))
  await world.ask('audit by nobody')
  expect(world.rows()).toEqual([])
})

test('what is no period is explained', async () => {
  const world = createExporting()
  expect(await world.ask('audit since yesterday')).toMatch(/“yesterday” is not a time/)
  expect(await world.ask('audit account 1')).toMatch(
    /“account” is not a filter\. Filters: since, until, by, image, family\. Try `\/ami export audit since 30d` or `.* by @maria family payments-base`/,
  )
  expect(await world.ask('audit by')).toMatch(/A value is missing after “by”/)
  expect(await world.ask('images')).toMatch(/Only the audit log can be exported/)
})
