import * as v from 'valibot'
import { described, isMap, keys } from './schema-parts.ts'
import * as values from './schema-values.ts'

export const prices = described(
  v.optional(
    keys({
      snapshotGiBMonth: described(
        v.optional(
          v.pipe(
            v.custom<object>(isMap, 'a price for each region, and a default'),
            v.objectWithRest(
              {
                default: described(
                  v.optional(values.price, 0.05),
                  'The price in every region that is not listed.',
                ),
              },
              described(values.price, 'The price in one region, by the name of the region.'),
            ),
          ),
          {},
        ),
        'US dollars for a GiB of snapshot storage and month.',
      ),
    }),
    {},
  ),
  'Prices for the cost estimates in forms, approval cards and `/ami uses`. They change no bill.',
)

export const accounts = described(
  v.optional(
    v.array(
      keys({
        id: described(values.accountId, 'The account id of 12 digits, in quotes.'),
        alias: described(
          v.optional(values.alias),
          'A short name of at most 40 characters, shown in place of the account id and accepted by commands.',
        ),
        channel: described(
          v.optional(values.channel),
          'Where those are warned who run an image in this account that is about to be deprecated, unless `fleet.ownerChannels` names a channel for their owner tag.',
        ),
        regions: described(
          v.optional(
            v.pipe(v.array(values.region, 'a list of regions'), v.minLength(1, 'at least one region')),
          ),
          'The regions that commands search and that the reconciliation scans. Only an account of an `organization` needs none: it has the regions of the organization.',
        ),
        role: described(
          v.optional(values.roleArn),
          'The IAM role to assume for changes in this account. Without it, amiops uses its own permissions, so `id` must be the account that amiops is deployed to.',
        ),
        readRole: described(
          v.optional(values.roleArn),
          'The IAM role to assume for functions that only read. Required beside `role`, and must be a different role.',
        ),
        member: described(
          v.optional(v.boolean('true or false'), false),
          'The two roles are those of `deploy/member.yml`: every function reads with `readRole`, and `role` is for the sessions of changes alone. Without it, the function that changes images also reads with `role`.',
        ),
      }),
      'a list of accounts',
    ),
    [],
  ),
  'The accounts and regions that amiops searches, scans and changes. Images of other accounts cannot be changed. Without accounts, commands search nowhere, nothing is scanned, and amiops acts with its own permissions.',
)
