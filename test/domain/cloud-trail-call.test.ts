import {
  type CloudTrailCall,
  explains,
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
