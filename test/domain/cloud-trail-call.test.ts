import {
  actorOf,
  type CloudTrailCall,
  explains,
  isDateCall,
  type KeptCall,
  keepCall,
  withPrincipal,
} from '../../src/domain/cloud-trail-call.ts'
import { IMAGE, NOON_MS } from './given.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const call = (special: Partial<CloudTrailCall> = {}): CloudTrailCall => ({
  ...IMAGE,
  id: 'call/1',
  call: 'DisableImage',
  atMs: NOON_MS,
  principal: { kind: 'user', name: 'ops' },
  ...special,
})
const told = { state: 'disabled' as const, atMs: NOON_MS }

test.each<
  [situation: string, made: Partial<KeptCall>, state: Parameters<typeof explains>[1], expected: boolean]
>([
  ['the state that the call leads to', {}, told, true],
  ['another state', { call: 'EnableImage' }, told, false],
  ['a call that changes no state', { call: 'ModifyImageAttribute' }, told, false],
  ['five minutes later', {}, { ...told, atMs: NOON_MS + 5 * MINUTE }, true],
  ['longer after', {}, { ...told, atMs: NOON_MS + 5 * MINUTE + 1 }, false],
  ['five seconds before, by another clock', {}, { ...told, atMs: NOON_MS - 5 * SECOND }, true],
  ['longer before', {}, { ...told, atMs: NOON_MS - 5 * SECOND - 1 }, false],
  [
    'much later, by EC2’s own id',
    { requestId: 'r' },
    { ...told, atMs: NOON_MS + 600 * MINUTE, requestId: 'r' },
    true,
  ],
  ['seen late by a look', {}, { ...told, atMs: NOON_MS + 50 * MINUTE, seenLate: true }, true],
  ['a copy, hours later', { call: 'CopyImage' }, { state: 'available', atMs: NOON_MS + 300 * MINUTE }, true],
  ['a copy that failed', { call: 'CopyImage' }, { state: 'failed', atMs: NOON_MS + 300 * MINUTE }, true],
  [
    'a new image that was enabled',
    { call: 'CreateImage' },
    { state: 'available', atMs: NOON_MS, cause: 'enabled' },
    false,
  ],
])('%s: explained or not', (_situation, made, state, expected) => {
  expect(explains(call(made), state)).toBe(expected)
})

test('what was restored from S3 is no copy, whatever the facts suggest', () => {
  const copied = { state: 'available' as const, atMs: NOON_MS + 60 * MINUTE, cause: 'copied' as const }
  expect(withPrincipal(copied, [call({ call: 'CreateRestoreImageTask' })])).toMatchObject({
    cause: 'restored-from-s3',
    principal: { name: 'ops' },
  })
})

test('of two calls the nearer one is named, in whichever order they came', () => {
  const far = call({ id: 'call/far', atMs: NOON_MS - MINUTE, principal: { kind: 'user', name: 'far' } })
  const near = call({ id: 'call/near', atMs: NOON_MS - SECOND, principal: { kind: 'user', name: 'near' } })
  for (const calls of [
    [far, near],
    [near, far],
  ])
    expect(
      withPrincipal<typeof told & { principal?: KeptCall['principal'] }>(told, calls).principal?.name,
    ).toBe('near')
})

test('what somebody in Slack asked for is signed by nobody else', () => {
  const asked = { ...told, by: 'maria' }
  expect(withPrincipal(asked, [call()])).toBe(asked)
})

test('the newest five are kept, each once', () => {
  const all = Array.from({ length: 7 }, (_, i) => call({ id: `call/${i}`, atMs: NOON_MS + i }))
  const kept = [...all, ...all].reduce<readonly KeptCall[]>(keepCall, [])
  expect(kept.slice(-5).map(({ id }) => id)).toEqual(['call/2', 'call/3', 'call/4', 'call/5', 'call/6'])
  expect(kept).toHaveLength(5)
})

describe('who a caller is', () => {
  test('a role without its sessions, but with IAM Identity Center a person; and whoever uses it', () => {
    const role = { kind: 'role', name: 'ci', session: 'run-7', sourceIp: '10.0.0.1' } as const
    expect(actorOf(role)).toEqual({ kind: 'role', name: 'ci' })
    expect(actorOf({ ...role, sourceIdentity: 'kim' })).toEqual({
      kind: 'role',
      name: 'ci',
      sourceIdentity: 'kim',
    })
    const person = { ...role, name: 'AWSReservedSSO_Admin_0a' } as const
    expect(actorOf(person)).toEqual({ kind: 'role', name: person.name, session: 'run-7' })
    expect(actorOf({ kind: 'role', name: person.name })).toEqual({ kind: 'role', name: person.name })
    expect(actorOf({ ...role, name: 'x-AWSReservedSSO_' })).toEqual({
      kind: 'role',
      name: 'x-AWSReservedSSO_',
    })
  })
})

test('calls of a date: both of them, unless they were refused', () => {
  expect(isDateCall(call({ call: 'EnableImageDeprecation' }))).toBe(true)
  expect(isDateCall(call({ call: 'DisableImageDeprecation' }))).toBe(true)
  expect(isDateCall(call({ call: 'DisableImage' }))).toBe(false)
  expect(isDateCall(call({ call: 'EnableImageDeprecation', errorCode: 'no' }))).toBe(false)
})

describe('of several calls that can explain a state', () => {
  const actor = (...calls: KeptCall[]) =>
    withPrincipal<Parameters<typeof explains>[1] & { principal?: CloudTrailCall['principal'] }>(
      { ...told, requestId: 'ec2-1' },
      calls,
    ).principal?.name
  const by = (name: string, more: Partial<CloudTrailCall> = {}) =>
    call({ id: name, principal: { kind: 'user', name }, ...more })

  test('the one with EC2’s id of the event, however far', () => {
    const own = by('own', { requestId: 'ec2-1', atMs: NOON_MS - 4 * MINUTE })
    expect(actor(by('near', { requestId: 'ec2-2' }), own)).toBe('own')
    expect(actor(own, by('near'))).toBe('own')
  })

  test('else the nearest, before or after; of two equal ones the first by its id, in any order', () => {
    const [early, late] = [by('early', { atMs: NOON_MS - MINUTE }), by('late', { atMs: NOON_MS + SECOND })]
    expect(actor(early, late)).toBe('late')
    expect(actor(late, early)).toBe('late')
    expect(actor(by('a'), by('b'))).toBe('a')
    expect(actor(by('b'), by('a'))).toBe('a')
  })
})

test('the newest five are kept, the oldest first, with EC2’s id where there is one', () => {
  const kept = [5, 3, 1, 4, 2, 6].reduce<readonly KeptCall[]>(
    (calls, n) =>
      keepCall(calls, call({ id: `call/${n}`, atMs: NOON_MS + n, ...(n === 6 && { requestId: 'ec2-6' }) })),
    [],
  )
  expect(kept.map(({ id }) => id)).toEqual(['call/2', 'call/3', 'call/4', 'call/5', 'call/6'])
  expect(kept.at(-1)).toEqual({
    id: 'call/6',
    call: 'DisableImage',
    atMs: NOON_MS + 6,
    principal: { kind: 'user', name: 'ops' },
    requestId: 'ec2-6',
  })
  expect(kept[0]).not.toHaveProperty('requestId')
  const same = keepCall(keepCall([], call({ id: 'b' })), call({ id: 'a' }))
  expect(same.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(keepCall(same, call({ id: 'a', atMs: 1 }))).toBe(same)
})
