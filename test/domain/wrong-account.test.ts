import { wrongAccounts, wrongAccountWords } from '../../src/domain/wrong-account.ts'

const OWN = '111111111111'
const OTHER = '222222222222'

test('without a role, only the function’s own account can be used', () => {
  const accounts = [
    { id: OWN, regions: [] },
    { id: OTHER, alias: 'production', regions: [] },
    { id: '333333333333', regions: [] },
    { id: '444444444444', regions: [], role: 'acts' },
  ]
  expect(wrongAccounts(accounts, OWN)).toStrictEqual([
    { id: OTHER, alias: 'production', own: OWN },
    { id: '333333333333', own: OWN },
  ])
})

test('what is wrong names both accounts, and the alias where there is one', () => {
  expect(wrongAccountWords({ id: OTHER, alias: 'production', own: OWN })).toContain(
    `account ${OTHER} (production) without a role, but the credentials belong to account ${OWN}`,
  )
  expect(wrongAccountWords({ id: OTHER, own: OWN })).toContain(`account ${OTHER} without a role`)
})
