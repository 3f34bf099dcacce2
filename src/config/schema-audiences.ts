import * as v from 'valibot'
import { described, keys, namedAs } from './schema-parts.ts'
import * as values from './schema-values.ts'

export const audiences = described(
  v.optional(
    namedAs(
      values.audienceName,
      keys({
        accounts: described(
          v.optional(v.array(values.accountId, 'a list of account ids'), []),
          'The account ids, in quotes.',
        ),
        ous: described(
          v.optional(v.array(values.organizationalUnit, 'a list of ARNs of organizational units'), []),
          'The ARNs of organizational units. Accounts in units below them are included.',
        ),
        organization: described(v.optional(values.organization), 'The ARN of a whole organization.'),
      }),
    ),
    {},
  ),
  'With whom images can be shared, by name. Sharing with anybody else is refused.',
)
