import * as v from 'valibot'
import { ACTIONS } from '../domain/actions.ts'
import { CARD_FACTS, SHOWN_FACTS, USUAL_CARD_FACTS } from '../domain/card-facts.ts'
import { described, isMap, keys, named, namedAs, text } from './schema-parts.ts'
import { actionRights, family, rule } from './schema-rules.ts'
import * as values from './schema-values.ts'

/** What `amiops.config.yml` may hold. Unknown keys are refused: they are typos. Each key says what it is for: `npm run docs`
 * writes docs/config.md and the JSON Schema for editors from here. */

/** As many cards at once as a person can still read one by one. */
const DIGEST_ABOVE = 5
const STALE_AFTER_DAYS = 90

export const CONFIG_SCHEMA = keys({
  slack: described(
    v.optional(
      keys({
        workspace: described(
          v.optional(values.workspaceId),
          'The id of your workspace; or of your organization, where the app is installed for all of it. Requests from elsewhere are dropped. Without it, any workspace in which the app is installed is accepted.',
        ),
        workspaces: described(
          v.optional(v.array(values.workspaceId, 'a list of workspace and organisation ids')),
          'Enterprise Grid: the other workspaces, or the organization, whose people count as colleagues. Roles apply to them too. Beside an organization as `workspace`: the workspaces whose channels and user groups this file names.',
        ),
        gov: described(
          v.optional(v.boolean('true or false')),
          'GovSlack: `true` if your workspace is on slack-gov.com. amiops then calls its Web API there and answers there alone.',
        ),
        app: described(
          v.optional(values.appId),
          'The id of your Slack app. Requests from other apps are dropped. Without it, any app that signs with your signing secret is accepted.',
        ),
      }),
    ),
    'Your Slack workspace and app.',
  ),
  channels: described(
    keys({
      available: described(
        v.optional(values.channel),
        'Images that become available. Without it, `fallback` is used.',
      ),
      failed: described(
        v.optional(values.channel),
        'Images that fail; also images that are made public or shared with an account that this file does not list. Without it, `fallback` is used.',
      ),
      disabled: described(
        v.optional(values.channel),
        'Images that are disabled. Without it, `fallback` is used.',
      ),
      deregistered: described(
        v.optional(values.channel),
        'Images that are deregistered. Without it, `fallback` is used.',
      ),
      fallback: described(
        values.channel,
        'Messages without a channel of their own, messages that Slack does not accept elsewhere, and notices about amiops itself.',
      ),
      audit: described(
        v.optional(values.channel),
        'The audit channel: one line for each change and each attempt. Without it, the audit log is kept in `/ami history` and in the log only.',
      ),
    }),
    'The channel for each state. Use the id (C0123456789), which survives renaming, or the name. Invite the bot to each channel.',
  ),
  rules: described(
    v.optional(v.array(rule, 'a list of rules'), []),
    'Routing rules. The first rule that matches an event applies.',
  ),
  roles: described(
    v.optional(
      named(
        keys({
          users: described(v.optional(v.array(values.userId, 'a list of user ids'), []), 'The user ids.'),
          userGroups: described(
            v.optional(v.array(values.userGroupId, 'a list of user group ids'), []),
            'The user group ids. Slack is asked who belongs to a group when a permission is checked.',
          ),
        }),
      ),
      {},
    ),
    'Roles by name. A role is a set of people and user groups; `actions` says what each role can do.',
  ),
  actions: described(
    v.optional(keys(v.entriesFromList(ACTIONS, v.optional(actionRights))), {}),
    'Who can do what. Nobody can do an action that is not listed. `share` restores the launch permissions that disabling removed; `restore` restores an image from the Recycle Bin.',
  ),
  families: described(
    v.optional(namedAs(values.familyName, family), {}),
    'Families: images that are builds of the same thing, by name. The first family whose `name` and `tags` match an image counts. Without one, the name of the image without date and version is its family.',
  ),
  fleet: described(
    v.optional(
      keys({
        ownerTags: described(
          v.optional(v.array(text('a tag’s name'), 'a list of tags'), ['Owner', 'Team']),
          'The tags of an instance, or of an image in a list, that say whose it is. The first that it has counts.',
        ),
      }),
      {},
    ),
    'How `/ami fleet` groups instances, and what the filter `owner:` of lists looks at.',
  ),
  stale: described(
    v.optional(
      keys({
        afterDays: described(
          v.optional(values.days, STALE_AFTER_DAYS),
          'Images older than this, and not launched in this time, can be stale.',
        ),
      }),
      { afterDays: STALE_AFTER_DAYS },
    ),
    'Which images `/ami stale` lists. The newest available image of a family never is.',
  ),
  digest: described(
    v.optional(
      keys({
        above: described(
          v.optional(values.messages, DIGEST_ABOVE),
          'More messages than this at once in one channel become one digest, with the full list as a file in its thread.',
        ),
      }),
      { above: DIGEST_ABOVE },
    ),
    'When many events become one message.',
  ),
  card: described(
    v.optional(
      keys({
        facts: described(
          v.pipe(
            v.array(values.cardFact, 'a list of facts'),
            v.minLength(1, 'at least one fact'),
            v.maxLength(20, 'at most 20 facts'),
          ),
          `The facts, most important first: the first ${SHOWN_FACTS} that an image has are shown, Details has all of them. ${CARD_FACTS.map(name => `\`${name}\``).join(', ')}, or a tag such as \`tag:Team\`. Without it: ${USUAL_CARD_FACTS.map(name => `\`${name}\``).join(', ')}.`,
        ),
      }),
    ),
    'What a card shows below the state, the reason and the identity of an image.',
  ),
  notify: described(
    v.optional(
      keys({
        requester: described(
          v.optional(v.boolean('true or false'), true),
          'The person who asked for the change.',
        ),
        approvers: described(
          v.optional(v.boolean('true or false'), false),
          'Everybody who could have approved it.',
        ),
      }),
      {},
    ),
    'Who gets the outcome of an approval by direct message.',
  ),
  limits: described(
    v.optional(
      keys({
        destructivePerHour: described(
          v.optional(values.images, 20),
          'How many images one person can disable or deregister within an hour.',
        ),
      }),
      {},
    ),
    'Limits for each person.',
  ),
  prices: described(
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
  ),
  accounts: described(
    v.optional(
      v.array(
        keys({
          id: described(values.accountId, 'The account id of 12 digits, in quotes.'),
          alias: described(
            v.optional(values.alias),
            'A short name of at most 40 characters, shown in place of the account id and accepted by commands.',
          ),
          regions: described(
            v.pipe(v.array(values.region, 'a list of regions'), v.minLength(1, 'at least one region')),
            'The regions that commands search and that the reconciliation scans.',
          ),
          role: described(
            v.optional(values.roleArn),
            'The IAM role to assume for changes in this account. Without it, amiops uses its own permissions, so `id` must be the account that amiops is deployed to.',
          ),
          readRole: described(
            v.optional(values.roleArn),
            'The IAM role to assume for functions that only read. Required beside `role`, and must be a different role.',
          ),
        }),
        'a list of accounts',
      ),
      [],
    ),
    'The accounts and regions that amiops searches, scans and changes. Images of other accounts cannot be changed. Without accounts, commands search nowhere, nothing is scanned, and amiops acts with its own permissions.',
  ),
})

export type ConfigFile = v.InferOutput<typeof CONFIG_SCHEMA>
