import type { Covered } from '../../coverage.ts'

const GAP =
  'asked by the bot’s own calls, no SDK client; allowed to the role amiops-organization of the management account, whatever policies say; an account’s units are those that /_sandbox/accounts gave it, so a unit without accounts does not exist'

export const ORGANIZATIONS: Covered = {
  ListAccounts: { state: 'partial', provedBy: 'the accounts of the organization, page by page', gap: GAP },
  ListAccountsForParent: {
    state: 'partial',
    provedBy: 'the accounts of units and of the units below them',
    gap: GAP,
  },
  ListOrganizationalUnitsForParent: {
    state: 'partial',
    provedBy: 'the accounts of units and of the units below them',
    gap: 'as of ListAccounts; a unit’s name is its id',
  },
  DescribeOrganization: { state: 'missing', gap: 'the ARN of an account names its organization' },
}
