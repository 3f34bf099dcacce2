import fc from 'fast-check'
import { ACTIONS, type Action } from '../../src/domain/actions.ts'
import { isAnswerTo } from '../../src/domain/decide-meaning.ts'
import type { ImageState } from '../../src/domain/image.ts'
import { confirm, isProvedBy, isRepeatable, lookEventId, type Request } from '../../src/domain/request.ts'
import { actingUntilMs, requestDueAtMs } from '../../src/domain/request-timing.ts'
import { givenEvent, givenRequest, IMAGE, NOON_MS } from './given.ts'

const MINUTE_MS = 60_000

/** A request that was asked for at noon and called EC2 half a minute later. */
const called = (action: Action): Request =>
  givenRequest({ action, state: 'acting', actedAtMs: NOON_MS + 30_000 })

const without = ({ actedAtMs: _never, ...request }: Request): Request => request

test('a request that is confirmed has lost what was said while its outcome was unknown, and nothing else', () => {
  const unknown = givenRequest({ state: 'unknown', reason: 'No answer.', code: 'Timeout', purpose: 'old' })
  expect(confirm(unknown, NOON_MS + 1, 'look')).toEqual(
    givenRequest({ state: 'confirmed', purpose: 'old', confirmedAtMs: NOON_MS + 1, confirmedBy: 'look' }),
  )
})

test.each<[Action, ImageState[]]>([
  ['enable', ['available']],
  ['disable', ['disabled']],
  ['deregister', ['deregistered']],
  ['share', []],
  ['makePrivate', []],
  ['restore', ['available', 'disabled']],
])('%s is proved by these states alone: %j', (action, proofs) => {
  const states: ImageState[] = ['available', 'disabled', 'deregistered', 'failed', 'pending', 'transient']
  expect(states.filter(state => isProvedBy(givenRequest({ action }), state))).toEqual(proofs)
})

test('what does the same when done twice may be repeated: to restore, to keep, and to change launch permissions or the retirement', () => {
  expect(ACTIONS.filter(action => isRepeatable(givenRequest({ action })))).toEqual([
    'shareWith',
    'share',
    'makePrivate',
    'restore',
    'retire',
    'keep',
  ])
})

describe('until when somebody may still be carrying out a request', () => {
  test.each(['enable', 'disable', 'deregister'] as const)('%s: a minute after EC2 was called', action => {
    expect(actingUntilMs(called(action))).toBe(NOON_MS + 30_000 + MINUTE_MS)
    expect(actingUntilMs(without(called(action)))).toBe(NOON_MS + MINUTE_MS)
  })

  test.each(['share', 'makePrivate', 'restore'] as const)(
    '%s: a minute after the click has expired',
    action => {
      expect(actingUntilMs(called(action))).toBe(NOON_MS + 11 * MINUTE_MS)
      expect(actingUntilMs(without(called(action)))).toBe(NOON_MS + 11 * MINUTE_MS)
    },
  )
})

describe('when the schedule settles a request', () => {
  test('two minutes after EC2 was called', () => {
    for (const state of ['acting', 'accepted', 'unknown'] as const) {
      const request = { ...called('disable'), state }
      expect(requestDueAtMs(request)).toBe(NOON_MS + 30_000 + 2 * MINUTE_MS)
      expect(requestDueAtMs(without(request))).toBe(NOON_MS + 2 * MINUTE_MS)
    }
  })

  test('ten minutes after the click, where nobody began it', () => {
    expect(requestDueAtMs(without(givenRequest({ state: 'asked' })))).toBe(NOON_MS + 10 * MINUTE_MS)
  })

  test('never while the function that calls EC2 once may be alive', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ACTIONS.filter(action => !isRepeatable(givenRequest({ action })))),
        fc.nat(600_000),
        (action, laterMs) => {
          const request = givenRequest({ action, state: 'acting', actedAtMs: NOON_MS + laterMs })
          expect(requestDueAtMs(request)).toBeGreaterThan(actingUntilMs(request))
        },
      ),
    )
  })
})

describe('the event that a look makes to end a request', () => {
  test('is named by the image and the request', () => {
    expect(lookEventId(givenRequest())).toBe(
      `seen-late/${IMAGE.account}/${IMAGE.region}/${IMAGE.imageId}/click-1`,
    )
  })

  test('is its answer, however late and whatever the state; of another request it is not', () => {
    const request = called('share')
    const late = { atMs: NOON_MS + 24 * 60 * MINUTE_MS, state: 'available' as const }
    expect(isAnswerTo(request, givenEvent({ ...late, id: lookEventId(request) }))).toBe(true)
    const other = lookEventId({ ...request, key: 'click-2' })
    expect(isAnswerTo(request, givenEvent({ ...late, id: other }))).toBe(false)
  })

  test('cannot end a request that has ended, or that was never begun', () => {
    const event = givenEvent({ id: lookEventId(givenRequest()), state: 'disabled' })
    expect(isAnswerTo(givenRequest({ state: 'failed' }), event)).toBe(false)
    expect(isAnswerTo(without(givenRequest()), event)).toBe(false)
  })
})
