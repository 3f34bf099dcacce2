import * as v from 'valibot'
import { described, isMap, keys, oneOrMore, oneOrMoreMaps, text } from './schema-parts.ts'
import * as values from './schema-values.ts'

/** What a routing rule, and what a permission may hold. */

const trueOrFalse = v.boolean('true or false')

export const CLAUSES = {
  state: described(
    v.optional(oneOrMore(values.state)),
    'The state that the event reports; for an approval, the state of the image now.',
  ),
  account: described(
    v.optional(oneOrMore(values.accountPattern)),
    'The account id in quotes; `*` and `?` are allowed.',
  ),
  region: described(
    v.optional(oneOrMore(text('a region, * and ? allowed'))),
    'The AWS region; `*` and `?` are allowed.',
  ),
  name: described(
    v.optional(oneOrMore(text('an image name, * and ? allowed'))),
    'The name of the image; `*` and `?` are allowed, upper and lower case differ.',
  ),
  tags: described(
    v.optional(
      v.pipe(
        v.custom<object>(
          tags => isMap(tags) && Object.keys(tags as object).length > 0,
          'at least one tag with its value',
        ),
        v.record(v.string(), text('a tag’s value in quotes, * and ? allowed')),
      ),
    ),
    'Tags of the image with their values. All must match; `*` and `?` are allowed in values.',
  ),
}

const roleNames = v.pipe(
  v.array(text('a role’s name'), 'a list of roles'),
  v.minLength(1, 'at least one role'),
)

/** Who must approve each change of an alias. */
const aliasApproval = keys({
  roles: described(roleNames, 'The roles that can approve. Nobody can approve their own request.'),
  channel: described(
    v.optional(values.channel),
    'The channel where approval is requested. Without it, `channels.fallback` is used.',
  ),
  withinMinutes: described(
    v.optional(values.minutes, 60),
    'How long the request waits for approval, in minutes, before it expires.',
  ),
})

const alias = keys({
  name: described(values.aliasName, 'What people call the alias: dev, prod.'),
  parameter: described(
    values.parameterName,
    'The name of the SSM parameter. Launch templates name it as `resolve:ssm:<parameter>`.',
  ),
  in: described(
    v.pipe(
      v.array(values.accountRegion, 'a list of accounts and regions'),
      v.minLength(1, 'at least one account and region'),
    ),
    'Where the parameter is: account and region as `123456789012/us-east-1`; the account’s `alias` is accepted, too.',
  ),
  approval: described(
    v.optional(aliasApproval),
    'Requires approval by a second person for each change of the alias. Without it, the approval of the action counts, if it has one.',
  ),
  gates: described(
    v.optional(
      keys({
        maxAgeDays: described(
          v.optional(values.days),
          'The oldest that an image can be when it is promoted to this alias, in days.',
        ),
        maxDaysWithCritical: described(
          v.optional(values.daysOrNone),
          'How long a fix for a critical finding of Amazon Inspector can have been available, in days, when an image is promoted to this alias; 0 for not a day. A critical finding without a fix does not count. An image above it is held back; the person can override that with a reason. An image that was not scanned is promoted with a warning.',
        ),
        scanRequired: described(
          v.optional(trueOrFalse),
          '`true` holds back an image that Amazon Inspector has not scanned; the person can override that with a reason.',
        ),
      }),
      {},
    ),
    'What an image must fulfil to be promoted to this alias.',
  ),
})

/** Which images a family holds, whose they are, and the names that point to them. */
export const family = keys({
  name: described(
    v.optional(oneOrMore(text('an image name, * and ? allowed'))),
    'The name of the images; `*` and `?` are allowed, upper and lower case differ. Without it, `tags` is required.',
  ),
  tags: CLAUSES.tags,
  owner: described(
    v.optional(values.userGroupId),
    'The user group that owns the family. `/ami fleet` shows it.',
  ),
  channel: described(
    v.optional(values.channel),
    'Where events of its images are posted, in place of the channel of their state. A rule that names channels counts first.',
  ),
  retirement: described(
    v.optional(
      keys({
        disableAfterDays: described(
          v.optional(values.days),
          'How many days after its deprecation date amiops suggests to disable an image of the family.',
        ),
        deregisterAfterDays: described(
          v.optional(values.days),
          'How many days after its deprecation date amiops suggests to deregister an image that is disabled.',
        ),
      }),
    ),
    'What comes after the deprecation date of an image. amiops only suggests it, in the channel of the family; a person makes a plan of it.',
  ),
  aliases: described(
    v.optional(v.array(alias, 'a list of aliases')),
    'Named pointers to an image of the family, in the order in which a build goes through them: dev before prod. Each is an SSM parameter of data type `aws:ec2:image` in each of its accounts and regions.',
  ),
})

export const rule = keys({
  name: described(
    v.optional(v.pipe(text('a short name'), v.maxLength(80, 'at most 80 characters'))),
    'What people call the rule. It stands beside the mention as its reason; without it, the conditions do.',
  ),
  when: described(keys(CLAUSES), 'The conditions. All that are given must match.'),
  to: described(
    v.optional(oneOrMore(values.channel)),
    'The channels for the event, in place of the channel of its state.',
  ),
  mention: described(
    v.optional(oneOrMore(values.mention)),
    'Who is mentioned: user ids, user group ids, `here` or `channel`.',
  ),
  always: described(
    v.optional(v.picklist(['card'], 'card')),
    '`card` keeps a card of its own for each image, even in a burst that becomes a digest. Failed images always keep one. It also cannot be muted with `/ami mute`.',
  ),
  mute: described(
    v.optional(trueOrFalse),
    '`true` posts nothing; the event is still recorded in the history. It cannot be combined with `to`, `mention`, `always` or `sns`.',
  ),
  sns: described(
    v.optional(trueOrFalse),
    '`true` sends the event by e-mail (`FallbackTopic`) if Slack has not accepted it within five minutes. Failed images are always sent. It needs a deployment with the topic (docs/operations.md).',
  ),
})

const approval = keys({
  when: described(
    v.optional(
      oneOrMoreMaps(
        keys({
          ...CLAUSES,
          inUse: described(
            v.optional(trueOrFalse),
            'Whether something uses the image. If amiops cannot find out, the image counts as in use.',
          ),
          shared: described(
            v.optional(trueOrFalse),
            'Whether other accounts can launch the image. If amiops cannot find out, the image counts as shared.',
          ),
        }),
      ),
      [],
    ),
    'When approval is required. One entry that matches is enough; without entries, approval is always required.',
  ),
  roles: described(roleNames, 'The roles that can approve. Nobody can approve their own request.'),
  channel: described(
    v.optional(values.channel),
    'The channel where approval is requested. Without it, `channels.fallback` is used.',
  ),
  withinMinutes: described(
    v.optional(values.minutes, 60),
    'How long the request waits for approval, in minutes, before it expires.',
  ),
})

export const actionRights = keys({
  roles: described(
    v.array(text('a role’s name'), 'a list of roles'),
    'The roles that can request this action. An empty list means nobody.',
  ),
  approval: described(
    v.optional(approval),
    'Requires approval by a second person. Without it, the action needs no approval.',
  ),
  breakGlass: described(
    v.optional(
      keys({
        roles: described(roleNames, 'The roles that can use the emergency override.'),
      }),
    ),
    'The emergency override: who can act without approval. It needs a reason and is announced in the approval channel.',
  ),
})
