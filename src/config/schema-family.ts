import * as v from 'valibot'
import { APPROVAL, CLAUSES, trueOrFalse } from './schema-clauses.ts'
import { described, keys, oneOrMore, text } from './schema-parts.ts'
import * as values from './schema-values.ts'

/** A family of images, with its aliases. */

/** Who must approve each change of an alias. */
const aliasApproval = keys(APPROVAL)

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
