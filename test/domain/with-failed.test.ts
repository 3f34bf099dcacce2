import { withFailed, withSharingConfirmed } from '../../src/domain/record-request.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { givenFacts, givenRecord, givenRequest, NOON_MS } from './given.ts'

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

describe('Make private', () => {
  const everybody = { ...NOBODY, isPublic: true }
  const asked = givenRequest({ action: 'makePrivate', unshare: everybody })

  test('that failed: what it would have taken is not kept, and what was kept before is there again', () => {
    const begun = { ...asked, previousPermissions: OLDER }
    const record = givenRecord({ savedPermissions: { ...OLDER, isPublic: true }, request: begun })
    expect(withFailed(record, { ...begun, state: 'failed' }).savedPermissions).toEqual(OLDER)
  })

  test('that is confirmed: whom EC2 kept is not saved, and the facts and the alert say that it is private', () => {
    const alert = {
      id: 'call/1',
      atMs: NOON_MS - 60_000,
      to: everybody,
      publicAccess: 'allowed' as const,
      channelId: 'C0ALERTS',
      ts: '1.1',
      shownRev: 0,
    }
    const shared = { ...alert, ts: '1.2', to: TAKEN }
    const record = givenRecord({
      facts: givenFacts({ public: true }),
      savedPermissions: { ...TAKEN, isPublic: true },
      request: asked,
      alerts: [alert, shared],
    })
    const confirmed = { ...asked, state: 'confirmed' as const, confirmedAtMs: NOON_MS + 3_000 }
    const now = withSharingConfirmed(record, confirmed, TAKEN)
    expect(now.savedPermissions).toEqual(everybody)
    expect(now.facts?.public).toBe(false)
    expect(now.alerts).toEqual([
      { ...alert, over: { atMs: NOON_MS + 3_000, rev: 1, by: asked.person, afterMs: 3_000 } },
      shared,
    ])
    expect(now.rev).toBeGreaterThan(record.rev)
  })
})
