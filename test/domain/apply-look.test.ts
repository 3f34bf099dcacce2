import { applyLook } from '../../src/domain/apply-look.ts'
import { stateOf } from '../../src/domain/record.ts'
import { withRequest } from '../../src/domain/record-request.ts'
import { isOpen, mayHaveActed, type RequestState } from '../../src/domain/request.ts'
import { givenFacts, givenRecord, givenRequest, givenTold, NOON_MS } from './given.ts'

const disabled = givenFacts({ state: 'disabled' })

const LATER_MS = NOON_MS + 60_000

describe('a look at EC2', () => {
  test('finds what was announced: only the facts are new', () => {
    const known = givenRecord({
      rev: 7,
      lastEvent: givenTold(),
      request: givenRequest({ state: 'confirmed' }),
    })
    expect(applyLook(known, givenFacts(), LATER_MS)).toEqual({ ...known, rev: 8, facts: givenFacts() })
  })

  test('finds another state: the cards change, what was announced stays, a settled request is history', () => {
    const known = givenRecord({ lastEvent: givenTold(), request: givenRequest({ state: 'confirmed' }) })
    const looked = applyLook(known, disabled, LATER_MS)
    expect(looked.observedState).toEqual({ state: 'disabled', atMs: LATER_MS, sinceMs: LATER_MS })
    expect(looked.lastEvent).toEqual(givenTold())
    expect(looked.request).toBeUndefined()
    expect(stateOf(looked)).toBe('disabled')
  })

  test('finds another state while a request is open: the request stays', () => {
    const known = givenRecord({ lastEvent: givenTold(), request: givenRequest() })
    expect(applyLook(known, disabled, LATER_MS).request).toEqual(givenRequest())
  })

  test('finds again what was announced, after another look had found something else', () => {
    const known = givenRecord({
      lastEvent: givenTold(),
      observedState: { state: 'disabled', atMs: LATER_MS },
    })
    const looked = applyLook(known, givenFacts(), NOON_MS + 1_000)
    expect(looked.observedState).toBeUndefined()
    expect(stateOf(looked)).toBe('available')
  })

  test('at an image of which nothing was announced keeps its facts', () => {
    expect(applyLook(givenRecord(), disabled, LATER_MS)).toEqual(givenRecord({ rev: 1, facts: disabled }))
  })

  test('does not find an image that was known: it is gone', () => {
    const known = givenRecord({ facts: givenFacts(), request: givenRequest({ state: 'failed' }) })
    const looked = applyLook(known, undefined, LATER_MS)
    expect(looked.observedState).toEqual({ state: 'deregistered', atMs: LATER_MS, sinceMs: LATER_MS })
    expect(looked.facts).toEqual(givenFacts())
    expect(looked.request).toBeUndefined()
  })

  test('does not find an image that was announced but never described: it is gone', () => {
    expect(stateOf(applyLook(givenRecord({ lastEvent: givenTold() }), undefined, LATER_MS))).toBe(
      'deregistered',
    )
  })

  test('does not find an image that nobody ever knew: that proves nothing', () => {
    expect(stateOf(applyLook(givenRecord(), undefined, LATER_MS))).toBeUndefined()
  })

  test('does not find an image that AWS said is deregistered: nothing is new', () => {
    const looked = applyLook(
      givenRecord({ lastEvent: givenTold({ state: 'deregistered' }) }),
      undefined,
      LATER_MS,
    )
    expect(looked.observedState).toBeUndefined()
    expect(stateOf(looked)).toBe('deregistered')
  })

  test('finds an image that AWS said is deregistered: the Recycle Bin gave it back', () => {
    const known = givenRecord({ lastEvent: givenTold({ state: 'deregistered' }) })
    expect(stateOf(applyLook(known, givenFacts(), LATER_MS))).toBe('available')
  })

  test('finds nothing new: no card is drawn again', () => {
    const known = givenRecord({ facts: givenFacts(), lastEvent: givenTold() })
    expect(applyLook(known, givenFacts(), LATER_MS).rev).toBe(known.rev)
    expect(applyLook(known, { ...givenFacts(), name: 'another' }, LATER_MS).rev).toBe(known.rev + 1)
  })

  test('finds an image that was in the Recycle Bin: what was known of that is dropped, and shown', () => {
    const known = givenRecord({ facts: givenFacts(), lastEvent: givenTold() })
    const recycled = { ...known, recycled: { untilMs: LATER_MS } }
    expect(applyLook(recycled, givenFacts(), LATER_MS)).toEqual({ ...known, rev: 1 })
    const lost = { ...known, notRestorable: 'image' as const }
    expect(applyLook(lost, givenFacts(), LATER_MS)).toEqual({ ...known, rev: 1 })
  })

  test('finds the same again, and a request has ended meanwhile: it is history, and shown', () => {
    const first = applyLook(givenRecord({ lastEvent: givenTold() }), disabled, LATER_MS)
    const ended = { ...first, request: givenRequest({ state: 'failed' }) }
    const second = applyLook(ended, disabled, LATER_MS + 1)
    expect(second.request).toBeUndefined()
    expect(second.rev).toBe(first.rev + 1)
  })

  test('does not find it again: it is gone since the first look', () => {
    const first = applyLook(givenRecord({ facts: givenFacts() }), undefined, LATER_MS)
    const second = applyLook(first, undefined, LATER_MS + 1)
    expect(second.observedState).toEqual({ state: 'deregistered', atMs: LATER_MS + 1, sinceMs: LATER_MS })
    expect(second.rev).toBe(first.rev)
  })

  test('finds yet another state: that is seen since now', () => {
    const first = applyLook(givenRecord({ lastEvent: givenTold() }), disabled, LATER_MS)
    const second = applyLook(first, undefined, LATER_MS + 1)
    expect(second.observedState?.sinceMs).toBe(LATER_MS + 1)
    expect(second.rev).toBe(first.rev + 1)
  })

  test('finds the same again: it is seen since the first look, and drawn once', () => {
    const first = applyLook(givenRecord({ lastEvent: givenTold() }), disabled, LATER_MS)
    const second = applyLook(first, disabled, LATER_MS + 60_000)
    expect(second.observedState).toEqual({ state: 'disabled', atMs: LATER_MS + 60_000, sinceMs: LATER_MS })
    expect(second.rev).toBe(first.rev)
  })

  test('finds the same facts in another order of keys, as DynamoDB may give them: nothing is new', () => {
    const known = givenRecord({ lastEvent: givenTold(), facts: givenFacts({ tags: { a: '1', b: '2' } }) })
    const turned = Object.fromEntries(Object.entries(known.facts ?? {}).reverse()) as typeof known.facts
    const facts = givenFacts({ tags: { b: '2', a: '1' } })
    expect(applyLook({ ...known, ...(turned && { facts: turned }) }, facts, LATER_MS).rev).toBe(known.rev)
  })
})

describe('a request', () => {
  test.each<[RequestState, { open: boolean; acted: boolean }]>([
    ['asked', { open: true, acted: false }],
    ['acting', { open: true, acted: true }],
    ['accepted', { open: true, acted: true }],
    ['unknown', { open: true, acted: true }],
    ['confirmed', { open: false, acted: false }],
    ['refused', { open: false, acted: false }],
    ['failed', { open: false, acted: false }],
  ])('that is %s', (state, { open, acted }) => {
    expect(isOpen(givenRequest({ state }))).toBe(open)
    expect(mayHaveActed(givenRequest({ state }))).toBe(acted)
  })

  test('that changes makes the cards outdated', () => {
    expect(withRequest(givenRecord({ rev: 3 }), givenRequest())).toEqual(
      givenRecord({ rev: 4, request: givenRequest() }),
    )
  })
})
