import type { Change, ChangeAnswer } from '../../src/domain/change.ts'
import { NOBODY, type Sharing } from '../../src/domain/impact.ts'
import { emptyRecord } from '../../src/domain/record.ts'
import { act } from '../../src/flows/act.ts'
import { IMAGE } from '../support/memory/world.ts'

const ACCOUNTS = Array.from({ length: 1000 }, (_, i) => String(i).padStart(12, '0'))

/** Gives a thousand accounts access again, where EC2 refuses each call that names one of these. */
const shareWithout = async (closed: readonly string[]) => {
  const given: Sharing[] = []
  let calls = 0
  const change = async (one: Change): Promise<ChangeAnswer> => {
    calls++
    if (one.call !== 'ModifyImageAttribute') throw new Error(`Expected no ${one.call}.`)
    if (one.share.accounts.some(account => closed.includes(account)))
      return { kind: 'refused', code: 'InvalidAMIAttributeItemValue', message: 'no such account' }
    given.push(one.share)
    return { kind: 'accepted', requestId: `request-${calls}` }
  }
  const request = {
    key: 'the-key-of-one-click',
    action: 'share' as const,
    image: IMAGE,
    person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
    place: { channelId: 'C0READY', isPrivate: false },
    state: 'acting' as const,
    askedAtMs: 0,
    share: { ...NOBODY, accounts: ACCOUNTS },
  }
  const acted = await act(
    { images: { change, recycled: async () => undefined } },
    request,
    emptyRecord(IMAGE),
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

test('where EC2 refuses every single one, the request is refused', async () => {
  const { acted } = await shareWithout(ACCOUNTS)
  expect(acted).toMatchObject({ kind: 'refused', code: 'InvalidAMIAttributeItemValue' })
})
