import type { Change, ChangeAnswer } from '../../../src/domain/change.ts'
import { emptyRecord } from '../../../src/domain/record.ts'
import { NOBODY, type Sharing, sharedWith, withSharing } from '../../../src/domain/sharing.ts'
import { act } from '../../../src/flows/perform/act.ts'
import { createStillClock } from '../../support/clock.ts'
import { IMAGE } from '../../support/memory/world.ts'

/** EC2 takes five such calls a second. */
const CALL_MS = 200

const ACCOUNTS = Array.from({ length: 1000 }, (_, i) => String(i).padStart(12, '0'))

const requestFor = (share: Sharing) => ({
  key: 'the-key-of-one-click',
  action: 'share' as const,
  image: IMAGE,
  person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
  place: { channelId: 'C0READY', isPrivate: false },
  state: 'acting' as const,
  askedAtMs: 0,
  share,
})

/** Gives a thousand accounts access again, where EC2 refuses each call that names one of these. */
const shareWithout = async (closed: readonly string[]) => {
  const given: Sharing[] = []
  const clock = createStillClock()
  let calls = 0
  const change = async (one: Change): Promise<ChangeAnswer> => {
    calls++
    clock.advance(CALL_MS)
    if (one.call !== 'ModifyImageAttribute') throw new Error(`Expected no ${one.call}.`)
    const { share = NOBODY } = one
    if (share.accounts.some(account => closed.includes(account)))
      return { kind: 'refused', code: 'InvalidAMIAttributeItemValue', message: 'no such account' }
    given.push(share)
    return { kind: 'accepted', requestId: `request-${calls}` }
  }
  const request = requestFor({ ...NOBODY, accounts: ACCOUNTS })
  const acted = await act(
    { images: { change, recycled: async () => undefined }, clock },
    request,
    emptyRecord(IMAGE),
    async () => undefined,
  )
  return { acted, calls, given: given.flatMap(({ accounts }) => accounts) }
}

test('a thousand accounts, three of them closed: all others get access again, with few calls', async () => {
  const closed = ['000000000007', '000000000500', '000000000999']
  const { acted, calls, given } = await shareWithout(closed)
  expect(given.sort()).toEqual(ACCOUNTS.filter(account => !closed.includes(account)))
  expect(calls).toBeLessThan(70)
  expect(acted).toMatchObject({
    kind: 'accepted',
    notShared: [{ code: 'InvalidAMIAttributeItemValue', with: { ...NOBODY, accounts: closed } }],
  })
})

/** Shares where EC2 refuses some parts: gives with whom it shares now, and who was left out. */
const shareWhere = async (
  share: Sharing,
  refuse: (part: Sharing, given: number) => { code: string; message: string } | undefined,
) => {
  let given = NOBODY
  const clock = createStillClock()
  let calls = 0
  const change = async (one: Change): Promise<ChangeAnswer> => {
    calls++
    clock.advance(CALL_MS)
    if (one.call !== 'ModifyImageAttribute') throw new Error(`Expected no ${one.call}.`)
    const { share: part = NOBODY } = one
    const refused = refuse(part, sharedWith(given))
    const requestId = `request-${calls}`
    if (refused) return { kind: 'refused', ...refused, requestId }
    given = withSharing(given, part)
    return { kind: 'accepted', requestId }
  }
  const acted = await act(
    { images: { change, recycled: async () => undefined }, clock },
    { ...requestFor(share) },
    emptyRecord(IMAGE),
    async () => undefined,
  )
  return { acted, given, calls }
}

const BLOCKED = {
  code: 'OperationNotPermitted',
  message: 'You can’t publicly share this image because block public access for AMIs is enabled.',
}
const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-1'
const SHARED = { ...NOBODY, accounts: ['111111111111', '222222222222'], organizations: [ORGANIZATION] }

test('public access is blocked: accounts and organizations get access, everybody is named with the reason', async () => {
  const { acted, given, calls } = await shareWhere({ ...SHARED, isPublic: true }, part =>
    part.isPublic ? BLOCKED : undefined,
  )
  expect(given).toEqual(SHARED)
  expect(calls).toBe(4)
  expect(acted).toMatchObject({
    kind: 'accepted',
    notShared: [{ ...BLOCKED, with: { ...NOBODY, isPublic: true } }],
    requestIds: ['request-1', 'request-2', 'request-3', 'request-4'],
  })
})

test('a policy denies public sharing: the others get access', async () => {
  const { acted, given } = await shareWhere({ ...SHARED, isPublic: true }, part =>
    part.isPublic ? { code: 'UnauthorizedOperation', message: 'Encoded: 4a5b' } : undefined,
  )
  expect(given).toEqual(SHARED)
  expect(acted).toMatchObject({ kind: 'accepted', notShared: [{ code: 'UnauthorizedOperation' }] })
})

test('amiops may not share at all: refused, with few calls', async () => {
  const { acted, calls } = await shareWhere({ ...SHARED, accounts: ACCOUNTS, isPublic: true }, () => ({
    code: 'UnauthorizedOperation',
    message: '',
  }))
  expect(acted).toMatchObject({ kind: 'refused', code: 'UnauthorizedOperation' })
  expect(calls).toBe(4)
})

test('a quota: as many as fit get access, the rest is named with the reason', async () => {
  const quota = { code: 'ResourceLimitExceeded', message: 'The quota of launch permissions is reached.' }
  const { acted, given } = await shareWhere({ ...NOBODY, accounts: ACCOUNTS }, (part, has) =>
    has + sharedWith(part) > 600 ? quota : undefined,
  )
  expect(given.accounts).toHaveLength(600)
  expect(acted).toMatchObject({ kind: 'accepted', notShared: [quota] })
  const left = acted.notShared?.reduce((sum, no) => sum + sharedWith(no.with), 0)
  expect(left).toBe(400)
})

test('two reasons: each names its own', async () => {
  const closed = { code: 'InvalidAMIAttributeItemValue', message: 'no such account' }
  const { acted, given } = await shareWhere({ ...SHARED, isPublic: true }, part =>
    part.isPublic ? BLOCKED : part.accounts.includes('111111111111') ? closed : undefined,
  )
  expect(given).toEqual({ ...SHARED, accounts: ['222222222222'] })
  expect(acted.notShared).toEqual([
    { ...closed, with: { ...NOBODY, accounts: ['111111111111'] } },
    { ...BLOCKED, with: { ...NOBODY, isPublic: true } },
  ])
})

test('however many are refused, the calls end within the time of a function', async () => {
  const { calls } = await shareWhere({ ...NOBODY, accounts: ACCOUNTS }, part =>
    part.accounts.some(account => Number(account) % 2 === 0)
      ? { code: 'InvalidAMIAttributeItemValue', message: '' }
      : undefined,
  )
  expect(calls * CALL_MS).toBeLessThan(40_000)
})

test('where EC2 refuses every single one, the request is refused', async () => {
  const { acted } = await shareWithout(ACCOUNTS)
  expect(acted).toMatchObject({ kind: 'refused', code: 'InvalidAMIAttributeItemValue' })
})
