import * as v from 'valibot'
import { CARD_FACTS } from '../domain/card-facts.ts'
import { EVENT_STATES } from '../domain/event.ts'
import { isRegion } from '../domain/regions.ts'
import { WEEKDAYS } from '../domain/weekly.ts'

/** The single values of `amiops.config.yml`: ids, names, numbers. */

export const channel = v.pipe(
  v.string('a channel’s id or name'),
  v.regex(
    /^#?([CG][A-Z0-9]{2,}|[\p{Ll}\p{Lo}\p{N}_-]{1,80})$/u,
    'a channel’s id (C0123456789) or name (ami-ready)',
  ),
  v.transform(name => name.replace(/^#/, '')),
)

export const cardFact = v.pipe(
  v.string('the name of a fact'),
  v.regex(
    new RegExp(`^(${CARD_FACTS.join('|')}|tag:.+)$`),
    `one of ${CARD_FACTS.join(', ')}, or a tag as tag:Team`,
  ),
)

export const userId = v.pipe(
  v.string('a user id'),
  v.regex(/^[UW][A-Z0-9]{2,}$/, 'a user id like U0123456789'),
)

export const userGroupId = v.pipe(
  v.string('a user group id'),
  v.regex(/^S[A-Z0-9]{2,}$/, 'a user group id like S0123456789'),
)

/** No number: JavaScript would sort it before the others, and the first family that fits counts. */
export const familyName = v.pipe(
  v.string('the name of a family'),
  v.regex(/^[A-Za-z][\w.-]{0,79}$/, 'a name of letters, digits, . - and _ that begins with a letter'),
)

export const mention = v.pipe(
  v.string('somebody to mention'),
  v.regex(/^([UWS][A-Z0-9]{2,}|here|channel)$/, 'a user id (U…), a user group id (S…), here or channel'),
)

export const accountId = v.pipe(
  v.string('an account id of 12 digits, in quotes'),
  v.regex(/^\d{12}$/, 'an account id of 12 digits, in quotes'),
)

export const accountPattern = v.pipe(
  v.string('an account id in quotes, * and ? allowed'),
  v.regex(/^([\d?]{12}|(?=.*\*)[\d*?]{1,12})$/, 'an account id of 12 digits in quotes, * and ? allowed'),
)

export const region = v.pipe(v.string('a region'), v.check(isRegion, 'a region like us-east-1'))

export const state = v.picklist(EVENT_STATES, `one of ${EVENT_STATES.join(', ')}`)

export const workspaceId = v.pipe(
  v.string('a workspace id'),
  v.regex(/^[TE][A-Z0-9]{2,}$/, 'a workspace id like T0123456789, or an organization’s like E0123456789'),
)

export const appId = v.pipe(v.string('an app id'), v.regex(/^A[A-Z0-9]{2,}$/, 'an app id like A0123456789'))

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export const slashCommand = v.pipe(
  v.string('a slash command'),
  v.regex(/^\/[\p{Ll}\p{Lo}\p{N}_-]{1,31}$/u, 'a slash command like /ami-staging, in small letters'),
)

export const alias = v.pipe(
  v.string('a short name'),
  v.nonEmpty('a short name'),
  v.maxLength(40, 'at most 40 characters'),
  v.regex(/^[\w-]+$/, 'letters, digits, - and _'),
  v.check(
    given => !/^\d{12}$/.test(given) && !isRegion(given.toLowerCase()),
    'a name that is no account id and no region',
  ),
)

export const aliasName = v.pipe(
  v.string('the name of an alias'),
  v.regex(
    /^[A-Za-z][\w-]{0,39}$/,
    'a name of letters, digits, - and _ that begins with a letter, at most 40',
  ),
)

/** Names that begin with aws or ssm are AWS's own.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
export const parameterName = v.pipe(
  v.string('the name of an SSM parameter'),
  v.regex(
    /^\/(?!aws|ssm)[\w./-]{0,1009}[\w.-]$/i,
    'the name of an SSM parameter that begins with /, not with /aws or /ssm',
  ),
)

/** The account by its id or alias; whether the config has both is checked with all of it. */
export const accountRegion = v.pipe(
  v.string('an account and region as 123456789012/us-east-1'),
  v.regex(/^[\w-]+\/[a-z0-9-]+$/, 'an account and region as 123456789012/us-east-1'),
)

const organizationArn = (kind: 'organization' | 'ou') =>
  v.pipe(
    v.string(`the ARN of an ${kind}`),
    v.regex(
      kind === 'ou'
        ? /^arn:aws[\w-]*:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/
        : /^arn:aws[\w-]*:organizations::\d{12}:organization\/o-[a-z0-9]{10,32}$/,
      `the ARN of an ${kind} like arn:aws:organizations::123456789012:${kind === 'ou' ? 'ou/o-abcdefghij/ou-abcd-12345678' : 'organization/o-abcdefghij'}`,
    ),
  )

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export const organizationId = v.pipe(
  v.string('the id of an organization'),
  v.regex(/^o-[a-z0-9]{10,32}$/, 'the id of an organization like o-a1b2c3d4e5'),
)

/** https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
export const unitId = v.pipe(
  v.string('the id of an organizational unit'),
  v.regex(/^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/, 'the id of an organizational unit like ou-ab12-c3d4e5f6'),
)

export const organization = organizationArn('organization')
export const organizationalUnit = organizationArn('ou')

export const audienceName = v.pipe(
  v.string('the name of an audience'),
  v.regex(
    /^[A-Za-z][\w -]{0,39}$/,
    'a name of letters, digits, spaces, - and _ that begins with a letter, at most 40',
  ),
)

export const roleArn = v.pipe(
  v.string('a role’s ARN'),
  v.regex(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/, 'a role’s ARN'),
)

/** A name without a path: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
export const roleName = v.pipe(
  v.string('the name of a role'),
  v.regex(/^[\w+=,.@-]{1,64}$/, 'the name of a role, not its ARN'),
)

/** A whole number. @param words what is wrong with another one, where that is not simply `what` */
const whole = (
  what: string,
  least: number,
  most: number,
  words: { integer?: string; least?: string; most?: string } = {},
) =>
  v.pipe(
    v.number(what),
    v.integer(words.integer ?? what),
    v.minValue(least, words.least ?? what),
    v.maxValue(most, words.most ?? what),
  )

export const price = v.pipe(
  v.number('US dollars as a number'),
  v.finite('US dollars as a number'),
  v.minValue(0, 'US dollars, not negative'),
  v.maxValue(1_000, 'at most 1000 US dollars for a GiB and month'),
)

export const messages = whole('a whole number from 1 to 100', 1, 100)

export const days = whole('a number of days', 1, 3650, {
  integer: 'a whole number of days',
  least: 'at least 1 day',
  most: 'at most 3650 days',
})

export const graceDays = v.pipe(days, v.minValue(7, 'at least 7 days, so that owners are warned before'))

export const hour = whole('an hour from 0 to 23', 0, 23)

export const weekday = v.picklist(WEEKDAYS, `one of ${WEEKDAYS.join(', ')}`)

export const daysOrNone = whole('a number of days', 0, 3650, {
  integer: 'a whole number of days',
  least: 'at least 0 days',
  most: 'at most 3650 days',
})

export const newest = whole('a number of images', 1, 100, {
  integer: 'a whole number of images',
  least: 'at least 1',
  most: 'at most 100',
})

export const images = whole(
  'a number of images',
  1,
  // One ledger item holds the changes of an hour, and DynamoDB takes 400 KB.
  5_000,
  { integer: 'a whole number of images', least: 'at least 1', most: 'at most 5000 images' },
)

export const minutes = whole('a number of minutes', 10, 7 * 24 * 60, {
  integer: 'a whole number of minutes',
  least: 'at least 10 minutes',
  most: 'at most a week, in minutes',
})
