import { renderWrongAccounts } from '../../blocks/wrong-accounts.ts'
import { note } from './given.ts'

const NEXT =
  'Correct `accounts[].id` in amiops.config.yml, or give the account a `role` and a `readRole`. Then deploy again.'
const own = '999988887777'

test('an account with an alias', () => {
  expect(renderWrongAccounts([{ id: '111122223333', alias: 'staging', own }])).toEqual(
    note(
      '🛑 amiops.config.yml names account `111122223333` (`staging`) without a role, but amiops runs with the credentials of account `999988887777`. Images of account `111122223333` (`staging`) are neither listed, nor checked by reconciliation, nor changed.',
      NEXT,
    ),
  )
})

test('several, one of them without an alias', () => {
  expect(
    renderWrongAccounts([
      { id: '111122223333', own },
      { id: '444455556666', alias: 'lab', own },
    ]),
  ).toEqual(
    note(
      '🛑 amiops.config.yml names accounts `111122223333`, `444455556666` (`lab`) without a role, but amiops runs with the credentials of account `999988887777`. Images of accounts `111122223333`, `444455556666` (`lab`) are neither listed, nor checked by reconciliation, nor changed.',
      NEXT,
    ),
  )
})
