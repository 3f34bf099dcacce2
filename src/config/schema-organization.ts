import * as v from 'valibot'
import { described, keys } from './schema-parts.ts'
import * as values from './schema-values.ts'

const list = described(
  v.optional(
    keys({
      role: described(
        values.roleArn,
        'The IAM role to assume for listing the accounts: in the management account, or in that of a delegated administrator. It needs `organizations:ListAccounts` (with `units`: `organizations:ListAccountsForParent` and `organizations:ListOrganizationalUnitsForParent`) and nothing else.',
      ),
      units: described(
        v.optional(
          v.pipe(
            v.array(values.unitId, 'a list of organizational units'),
            v.minLength(1, 'at least one organizational unit'),
          ),
        ),
        'Only accounts of these organizational units, and of those below them. Without it, all accounts.',
      ),
    }),
  ),
  'How accounts are found: AWS Organizations is asked every ten minutes. Without it, an account is added with the first event that it sends to the event bus of amiops, if its reader role can be assumed; it has no name then.',
)

export const organization = described(
  v.optional(
    keys({
      id: described(values.organizationId, 'The id of the organization: `o-` and ten or more signs.'),
      regions: described(
        v.pipe(v.array(values.region, 'a list of regions'), v.minLength(1, 'at least one region')),
        'The regions in which the member stacks are: those that commands search and that the reconciliation scans in each account.',
      ),
      readRole: described(
        v.optional(values.roleName, 'amiops-reader'),
        'The name of the role that reads, in every account.',
      ),
      role: described(
        v.optional(values.roleName, 'amiops-actor'),
        'The name of the role that changes images, in every account.',
      ),
      list,
      exclude: described(
        v.optional(v.array(values.accountId, 'a list of account ids'), []),
        'Accounts of the organization that amiops leaves alone, by their ids.',
      ),
    }),
  ),
  'An organization of AWS whose accounts amiops finds by itself. An account that `accounts` lists, too, has the alias, channel, regions and roles that are given there.',
)
