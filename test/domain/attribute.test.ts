import { applyCall, decideAsker } from '../../src/domain/attribute.ts'
import { sessionNameOf } from '../../src/domain/change-session.ts'
import type { CloudTrailCall } from '../../src/domain/cloud-trail-call.ts'
import { type Attempt, attemptOf, type HistoryEntry, KEPT_SHARES } from '../../src/domain/history.ts'
import { givenRecord, givenRequest, givenTold, IMAGE, MARIA, NOON_MS } from './given.ts'

const OPS = { kind: 'user', name: 'ops' } as const
const ALEX = { userId: 'U0ALEX', workspaceId: 'T0HOME' }
const call = (special: Partial<CloudTrailCall> = {}): CloudTrailCall => ({
  ...IMAGE,
  id: 'call/1',
  call: 'DisableImage',
  atMs: NOON_MS,
  principal: OPS,
  ...special,
})
const KEPT = { id: 'call/1', call: 'DisableImage', atMs: NOON_MS, principal: OPS } as const
const disabled = givenTold({ state: 'disabled' })

describe('who asked amiops for a call', () => {
  const record = givenRecord({ request: givenRequest({ requestId: 'req-2', otherRequestIds: ['req-1'] }) })
  const entry = attemptOf(givenRequest({ person: ALEX, requestId: 'req-9' }))
  const event: HistoryEntry = { kind: 'event', id: 'event-1', atMs: NOON_MS, state: 'disabled', by: MARIA }
  const history = [event, entry]

  test.each<[situation: string, requestId: string | undefined, asker: string | undefined]>([
    ['the latest request, by its id', 'req-2', 'U0MARIA'],
    ['the latest request, by the id of another of its calls', 'req-1', 'U0MARIA'],
    ['an earlier request', 'req-9', 'U0ALEX'],
    ['somebody else', 'req-3', undefined],
    ['nobody, where CloudTrail gives no id', undefined, undefined],
  ])('%s', (_situation, requestId, asker) => {
    const made = call(requestId === undefined ? {} : { requestId })
    expect(decideAsker(record, history, made, false)?.userId).toBe(asker)
  })

  test('nobody, where neither the request nor the call has an id', () => {
    expect(
      decideAsker(givenRecord({ request: givenRequest() }), [attemptOf(givenRequest())], call(), false),
    ).toBe(undefined)
  })

  test('nobody, where there is neither request nor history', () => {
    expect(decideAsker(givenRecord(), [], call({ requestId: 'req-1' }), false)).toBeUndefined()
  })
})

describe('who asked for a call in a session of the actor role, of which no request has the id', () => {
  const asked: Attempt = { ...attemptOf(givenRequest()), outcome: 'accepted' }
  const session = (special: Partial<CloudTrailCall> = {}, names: object = {}): CloudTrailCall =>
    call({
      atMs: asked.atMs,
      ...special,
      principal: {
        kind: 'role',
        name: 'amiops-actor',
        session: sessionNameOf(asked.id),
        sourceIdentity: asked.by.userId,
        ...names,
      },
    })
  const asker = (attempt: Partial<Attempt>, made: CloudTrailCall): string | undefined =>
    decideAsker(givenRecord(), [{ ...asked, ...attempt }], made, true)?.userId

  test.each<[situation: string, made: CloudTrailCall, expected: string | undefined]>([
    ['its session, person, call and time', session(), 'U0MARIA'],
    ['another session', session({}, { session: sessionNameOf('another') }), undefined],
    ['another person', session({}, { sourceIdentity: 'U0ALEX' }), undefined],
    ['another call', session({ call: 'EnableImage' }), undefined],
    ['five seconds earlier', session({ atMs: asked.atMs - 5_000 }), 'U0MARIA'],
    ['more than five seconds earlier', session({ atMs: asked.atMs - 5_001 }), undefined],
    ['as long as the request and its session last', session({ atMs: asked.atMs + 25 * 60_000 }), 'U0MARIA'],
    ['longer than that', session({ atMs: asked.atMs + 25 * 60_000 + 1 }), undefined],
  ])('%s', (_situation, made, expected) => {
    expect(asker({ action: 'disable' }, made)).toBe(expected)
    expect(decideAsker(givenRecord(), [{ ...asked, action: 'disable' }], made, false)).toBeUndefined()
  })

  test('a request for which EC2 was not called: nobody', () => {
    expect(asker({ action: 'disable', outcome: 'refused' }, session())).toBeUndefined()
  })

  const many = Array.from({ length: KEPT_SHARES }, (_, at) => String(111111111111 + at))
  test.each<
    [situation: string, attempt: Partial<Attempt>, added: string[], removed: string[], isAsked: boolean]
  >([
    [
      'those whom it names',
      { action: 'shareWith', sharing: { added: ['1', '2'], removed: ['3'] } },
      ['2'],
      ['3'],
      true,
    ],
    [
      'somebody else, too',
      { action: 'shareWith', sharing: { added: ['1'], removed: [] } },
      ['1', '2'],
      [],
      false,
    ],
    [
      'access taken from somebody else',
      { action: 'shareWith', sharing: { added: ['1'], removed: ['2'] } },
      [],
      ['1'],
      false,
    ],
    [
      'one of a list that was cut',
      { action: 'shareWith', sharing: { added: many, removed: [] } },
      ['1'],
      [],
      true,
    ],
    ['Re-share gives access', { action: 'share' }, ['1'], [], true],
    ['Re-share takes access', { action: 'share' }, [], ['1'], false],
    ['Make private takes access', { action: 'makePrivate' }, [], ['all'], true],
    ['Make private gives access', { action: 'makePrivate' }, ['1'], [], false],
  ])('a change of sharing: %s', (_situation, attempt, added, removed, isAsked) => {
    const made = session({ call: 'ModifyImageAttribute', sharing: { added, removed } })
    expect(asker(attempt, made)).toBe(isAsked ? 'U0MARIA' : undefined)
  })
})

describe('a call that is written into the record', () => {
  test('before its event: it is kept, and no card changes', () => {
    expect(applyCall(givenRecord({ rev: 7 }), call())).toEqual(givenRecord({ rev: 7, calls: [KEPT] }))
  })

  test('after its event: the event has an actor, and the cards are outdated', () => {
    expect(applyCall(givenRecord({ rev: 7, lastEvent: disabled }), call())).toEqual(
      givenRecord({ rev: 8, calls: [KEPT], lastEvent: { ...disabled, principal: OPS } }),
    )
  })

  test('after an event that it does not explain: it is kept, and no card changes', () => {
    const known = givenRecord({ rev: 7, lastEvent: givenTold() })
    expect(applyCall(known, call())).toEqual({ ...known, calls: [KEPT] })
  })

  test('a second time: nothing', () => {
    expect(applyCall(givenRecord({ calls: [KEPT], lastEvent: disabled }), call())).toBeUndefined()
  })

  test('that changes no state, or that EC2 refused: nothing', () => {
    expect(applyCall(givenRecord(), call({ call: 'ModifyImageAttribute' }))).toBeUndefined()
    expect(applyCall(givenRecord(), call({ errorCode: 'UnauthorizedOperation' }))).toBeUndefined()
  })

  test('explains an event better than the facts did: its cause is corrected, and the cards are outdated', () => {
    const lastEvent = givenTold({ cause: 'created', principal: OPS })
    const applied = applyCall(givenRecord({ rev: 7, lastEvent }), call({ call: 'CopyImage' }))
    expect(applied).toMatchObject({ rev: 8, lastEvent: { cause: 'copied', principal: OPS } })
  })

  test('of the actor who is named already: no card changes', () => {
    const lastEvent = { ...disabled, principal: OPS }
    expect(applyCall(givenRecord({ rev: 7, lastEvent }), call())?.rev).toBe(7)
  })

  test('with the snapshots: what was known of the way back says nothing any more', () => {
    const way = { recycled: { untilMs: 1 }, notRestorable: 'image' as const }
    const made = call({ call: 'DeregisterImage', withSnapshots: true })
    const gone = givenRecord({ lastEvent: givenTold({ state: 'deregistered' }), ...way })
    expect(applyCall(gone, made)).not.toHaveProperty('recycled')
    expect(applyCall(gone, made)).not.toHaveProperty('notRestorable')
    expect(applyCall(gone, call({ call: 'DeregisterImage' }))).toMatchObject(way)
    expect(applyCall(givenRecord({ lastEvent: disabled, ...way }), made)).toMatchObject(way)
  })
})
