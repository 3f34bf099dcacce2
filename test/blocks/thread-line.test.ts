import { renderThreadLine } from '../../blocks/thread-line.ts'
import type { EventState } from '../../src/domain/event.ts'
import type { LastEvent } from '../../src/domain/record.ts'
import type { Request } from '../../src/domain/request.ts'
import { givenEvent, givenFacts, givenRecord, givenRequest, givenTold, MARIA } from '../domain/given.ts'

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
