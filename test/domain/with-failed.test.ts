import { withFailed } from '../../src/domain/record-request.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { givenRecord, givenRequest, NOON_MS } from './given.ts'

const TAKEN = { ...NOBODY, accounts: ['210987654321'] }
const OLDER = { ...NOBODY, accounts: ['345678901234'] }
const failed = givenRequest({ state: 'failed' })

describe('a request that failed', () => {
  test('Disable that had begun: what it would have taken is not kept', () => {
    const record = givenRecord({
      savedPermissions: TAKEN,
      request: givenRequest({ state: 'unknown', actedAtMs: NOON_MS }),
    })
    expect(withFailed(record, failed)).toEqual(givenRecord({ request: failed, rev: 1 }))
  })

  test('the same, where something older was kept: that is there again', () => {
    const begun = givenRequest({ state: 'acting', actedAtMs: NOON_MS, previousPermissions: OLDER })
    const record = givenRecord({ savedPermissions: TAKEN, request: begun })
    expect(withFailed(record, failed).savedPermissions).toEqual(OLDER)
  })

  test('Disable that never began leaves what was kept', () => {
    const { actedAtMs: _never, ...asked } = givenRequest({ state: 'asked' })
    expect(
      withFailed(givenRecord({ savedPermissions: OLDER, request: asked }), failed).savedPermissions,
    ).toEqual(OLDER)
  })

  test('any other action leaves it too', () => {
    const enable = givenRequest({ action: 'enable', state: 'acting', actedAtMs: NOON_MS })
    const record = givenRecord({ savedPermissions: OLDER, request: enable })
    expect(withFailed(record, { ...enable, state: 'failed' }).savedPermissions).toEqual(OLDER)
  })

  test('Disable that another request has replaced leaves it too', () => {
    const other = givenRequest({ key: 'click-2', state: 'acting' })
    const record = givenRecord({ savedPermissions: OLDER, request: other })
    expect(withFailed(record, failed).savedPermissions).toEqual(OLDER)
    expect(withFailed(givenRecord({ savedPermissions: OLDER }), failed).savedPermissions).toEqual(OLDER)
  })

  test('Disable of which it was looked up who has access: only those who lost it are kept', () => {
    const saved = { ...NOBODY, accounts: ['210987654321', '345678901234'] }
    const record = givenRecord({ savedPermissions: saved, request: givenRequest({ state: 'unknown' }) })
    expect(withFailed(record, failed, TAKEN).savedPermissions).toEqual(OLDER)
    expect(withFailed(record, failed, saved)).not.toHaveProperty('savedPermissions')
    const { savedPermissions: _none, ...without } = record
    expect(withFailed(without, failed, TAKEN)).not.toHaveProperty('savedPermissions')
  })
})
