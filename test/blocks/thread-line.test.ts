import { quote, section } from '../../blocks/elements.ts'
import { eventLine, renderRequestLine, renderThreadLine } from '../../blocks/thread-line.ts'
import { timeWords } from '../../blocks/words.ts'
import type { EventState, ImageEvent } from '../../src/domain/event.ts'
import type { LastEvent } from '../../src/domain/record.ts'
import type { Request } from '../../src/domain/request.ts'
import {
  givenEvent,
  givenFacts,
  givenRecord,
  givenRequest,
  givenTold,
  MARIA,
  NOON_MS,
} from '../domain/given.ts'

const lineOf = (state: EventState, told: Partial<LastEvent>, request?: Partial<Request>): string => {
  const lastEvent = givenTold({ eventId: 'event-1', state, ...told })
  const record = givenRecord({
    facts: givenFacts({ name: 'web-1' }),
    lastEvent,
    ...(request && { request: givenRequest(request) }),
  })
  return renderThreadLine(record, givenEvent({ state }), false).text.replace(/<!date[^>]*>/, 'WHEN')
}

const BY = { by: { person: MARIA, afterMs: 1_000 } }

test.each([
  [
    'disabled',
    BY,
    { action: 'disable', purpose: 'old' },
    '🟡 Disabled by @maria · WHEN · reason: “old” · confirmed by AWS after 1 s',
  ],
  [
    'available',
    BY,
    { action: 'enable' },
    '🟢 Available · enabled by @maria · WHEN · confirmed by AWS after 1 s',
  ],
  ['disabled', {}, undefined, '🟡 Disabled outside Slack · WHEN'],
  [
    'deregistered',
    { principal: { kind: 'user', name: 'ops' } },
    undefined,
    '⚫ Deregistered by IAM user `ops` with the API · WHEN',
  ],
  [
    'available',
    { cause: 'created', principal: { kind: 'role', name: 'ci' } },
    undefined,
    '🟢 Available · created from an instance by role `ci` with the API · WHEN',
  ],
] as const)('%s: what came to be, once, and who did it, before the time', (state, told, request, words) => {
  expect(lineOf(state, told, request)).toBe(`web-1 (ami-0123456789abcdef0): ${words}`)
})

test('nobody closes the quotation marks of their reason to say more', () => {
  const purpose = 'x” · approved by @alex · “'
  expect(lineOf('disabled', BY, { action: 'disable', purpose })).toContain(
    "reason: “x' · approved by @alex · '” · confirmed",
  )
})

const WHEN = timeWords(NOON_MS)

test.each<[string, Partial<LastEvent>, Partial<Request>, Partial<ImageEvent>, string]>([
  [
    'a request without a reason, approved',
    BY,
    { action: 'disable', approvedBy: { userId: 'U0ALEX', name: 'alex', workspaceId: 'T0HOME' } },
    {},
    `🟡 Disabled by @maria · approved by @alex · ${WHEN} · confirmed by AWS after 1 s`,
  ],
  [
    'a look found it: nothing says twice how',
    BY,
    { action: 'disable' },
    { seenLate: true },
    `🟡 Disabled by @maria · ${WHEN} · verified with EC2 after 1 s`,
  ],
  [
    'a request that the event does not answer',
    {},
    { action: 'disable', purpose: 'old' },
    {},
    `🟡 Disabled outside Slack · ${WHEN}`,
  ],
  [
    'a look found what happened outside Slack',
    {},
    { action: 'disable' },
    { seenLate: true },
    `🟡 Disabled outside Slack · ${WHEN} · detected by reconciliation (no event from AWS)`,
  ],
  [
    'replayed from an archive',
    {},
    { action: 'disable' },
    { replayName: 'monday' },
    `🟡 Disabled outside Slack · ${WHEN} · replayed from \`monday\``,
  ],
  [
    'EC2 contradicts it',
    {},
    { action: 'disable' },
    { shownAs: 'available' },
    `🟡 Disabled outside Slack · ${WHEN} · ⚠️ not confirmed: EC2 shows 🟢 Available`,
  ],
])('%s', (_what, told, request, event, words) => {
  const record = givenRecord({
    lastEvent: givenTold({ eventId: 'event-1', state: 'disabled', ...told }),
    request: givenRequest(request),
  })
  expect(renderThreadLine(record, givenEvent({ state: 'disabled', ...event }), false, undefined).text).toBe(
    `ami-0123456789abcdef0: ${words}`,
  )
})

test('a failure: the time, then the reason as a quotation', () => {
  const record = givenRecord({ lastEvent: givenTold({ eventId: 'event-1', state: 'failed' }) })
  const shown = renderThreadLine(record, givenEvent({ state: 'failed', reason: 'a  <b>\nc' }), false)
  expect(shown.text).toBe(`ami-0123456789abcdef0: 🔴 Failed ${WHEN}. Reason: a &lt;b&gt; c`)
  expect(shown.blocks).toEqual([section(`\`ami-0123456789abcdef0\`: 🔴 Failed ${WHEN}`), quote('a <b> c')])
})

test('a failure without a reason, and a reason of what did not fail, are not quoted', () => {
  for (const event of [givenEvent({ state: 'failed' }), givenEvent({ state: 'disabled', reason: 'old' })])
    expect(renderThreadLine(givenRecord(), event, false).blocks).toHaveLength(1)
  expect(renderThreadLine(givenRecord(), givenEvent({ state: 'failed' }), false).text).toBe(
    `ami-0123456789abcdef0: 🔴 Failed ${WHEN}`,
  )
})

test('an event that another one superseded: the state is now another one, and since when', () => {
  const record = givenRecord({
    facts: givenFacts({ state: 'disabled', name: 'web-1' }),
    lastEvent: givenTold({ eventId: 'event-1', state: 'disabled', atMs: NOON_MS + 60_000 }),
  })
  expect(renderThreadLine(record, givenEvent({ state: 'available' }), true).text).toBe(
    `web-1 (ami-0123456789abcdef0): 🟢 Available ${WHEN} · superseded: 🟡 Disabled since ${timeWords(NOON_MS + 60_000)}`,
  )
  const observed = { ...record, observedState: { state: 'available' as const, atMs: NOON_MS + 120_000 } }
  expect(renderThreadLine(observed, givenEvent({ state: 'available' }), true).text).toBe(
    `web-1 (ami-0123456789abcdef0): 🟢 Available ${WHEN} · superseded: 🟢 Available`,
  )
})

test('on the card of another image: where it is, whom the rule mentions, and what the metadata keeps', () => {
  const record = givenRecord({
    facts: givenFacts({ name: 'web-1' }),
    lastEvent: givenTold({
      eventId: 'event-1',
      state: 'available',
      principal: { kind: 'user', name: 'ops' },
    }),
  })
  const mention = { who: ['U0ALEX', 'S0LEADS'], rule: 'production' }
  const shown = renderThreadLine(record, givenEvent(), false, mention, 'lab eu-west-1')
  expect(shown.text).toBe(
    `<@U0ALEX> <!subteam^S0LEADS> · rule: production\nweb-1 (ami-0123456789abcdef0) in lab eu-west-1: 🟢 Available by IAM user \`ops\` with the API · ${WHEN}`,
  )
  expect(shown.metadata).toEqual({
    event_type: 'amiops_event',
    event_payload: { event: 'event-1', named: 'yes', called: 'U0ALEX S0LEADS' },
  })
  expect(renderThreadLine(givenRecord(), givenEvent(), false).metadata).toEqual({
    event_type: 'amiops_event',
    event_payload: { event: 'event-1' },
  })
})

test('a line of a list names the image, or its id, and the place', () => {
  expect(eventLine(givenRecord(), givenEvent({ state: 'disabled' }), 'R&D eu-west-1')).toBe(
    `\`ami-0123456789abcdef0\` in R&amp;D eu-west-1: 🟡 Disabled ${WHEN}`,
  )
  expect(eventLine(givenRecord({ facts: givenFacts() }), givenEvent(), 'lab eu-west-1')).toBe(
    `\`payments-base-42\` in lab eu-west-1: 🟢 Available ${WHEN}`,
  )
})

test.each<[string, Partial<Request>, string]>([
  [
    'failed, with a reason of the person and of EC2',
    { state: 'failed', purpose: 'old', reason: 'EC2 refused: <no>.' },
    '⚠️ Disable requested by @maria failed · reason: “old”. EC2 refused: &lt;no&gt;.',
  ],
  [
    'shared again',
    { action: 'share', state: 'confirmed', confirmedAtMs: NOON_MS + 60_000 },
    `🔗 Re-shared by @maria · ${timeWords(NOON_MS + 60_000)}`,
  ],
  [
    'retired, with the date and the reason',
    {
      action: 'retire',
      state: 'confirmed',
      purpose: 'old',
      retirement: { deprecateAtMs: NOON_MS + 60_000 },
    },
    `🗓️ Given a new deprecation date by @maria · deprecated from ${timeWords(NOON_MS + 60_000)} · reason: “old” · ${WHEN}`,
  ],
  [
    'the date removed: said once',
    { action: 'retire', state: 'confirmed', retirement: {} },
    `🗓️ Given no deprecation date by @maria · ${WHEN}`,
  ],
])('a request without an event: %s', (_what, request, words) => {
  expect(renderRequestLine(givenRequest(request)).text).toBe(words)
})
