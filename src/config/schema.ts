import * as v from 'valibot'
import { ACTIONS } from '../domain/actions.ts'
import { EVENT_STATES } from '../domain/event.ts'
import { isRegion } from '../domain/regions.ts'

/** What `amiops.config.yml` may hold. Unknown keys are refused: they are typos. */

/** A list, a set or a date is an object too, one without keys: as a clause it would fit everything. */
const isMap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
const map = v.custom<object>(isMap, 'keys with values')

const keys = <const T extends v.ObjectEntries>(entries: T) => v.pipe(map, v.strictObject(entries))

const named = <T extends v.GenericSchema>(schema: T) => v.pipe(map, v.record(v.string(), schema))

const oneOrMore = <T extends v.GenericSchema<unknown, unknown>>(schema: T) =>
  v.union(
    [
      v.pipe(
        schema,
        v.transform(one => [one]),
      ),
      v.pipe(v.array(schema), v.minLength(1, 'a list with at least one entry')),
    ],
    issue => expectedInside(issue),
  )

/** The same for objects: a fault is reported at its own key. */
const oneOrMoreMaps = <T extends v.GenericSchema<unknown, unknown>>(schema: T) =>
  v.pipe(
    v.unknown(),
    v.transform((given): unknown[] => (Array.isArray(given) ? given : [given])),
    v.array(schema),
  )

/** The innermost complaint of a "one or a list of them" says more than "invalid union". */
const expectedInside = (issue: v.UnionIssue<v.BaseIssue<unknown>>): string => {
  const inner = issue.issues?.map(i => i.message).filter(m => !m.startsWith('Invalid')) ?? []
  return [...new Set(inner)].join(', or ') || 'one value or a list of them'
}

const text = (expected: string) => v.pipe(v.string(expected), v.nonEmpty(expected))

const channel = v.pipe(
  v.string('a channel’s id or name'),
  v.transform(name => name.replace(/^#/, '')),
  v.regex(
    /^([CG][A-Z0-9]{2,}|[\p{Ll}\p{Lo}\p{N}_-]{1,80})$/u,
    'a channel’s id (C0123456789) or name (ami-ready)',
  ),
)
const userId = v.pipe(v.string('a user id'), v.regex(/^[UW][A-Z0-9]{2,}$/, 'a user id like U0123456789'))
const userGroupId = v.pipe(
  v.string('a user group id'),
  v.regex(/^S[A-Z0-9]{2,}$/, 'a user group id like S0123456789'),
)
const mention = v.pipe(
  v.string('somebody to mention'),
  v.regex(/^([UWS][A-Z0-9]{2,}|here|channel)$/, 'a user id (U…), a user group id (S…), here or channel'),
)
const accountId = v.pipe(
  v.string('an account id of 12 digits, in quotes'),
  v.regex(/^\d{12}$/, 'an account id of 12 digits, in quotes'),
)
const accountPattern = v.pipe(
  v.string('an account id in quotes, * and ? allowed'),
  v.regex(/^([\d?]{12}|(?=.*\*)[\d*?]{1,12})$/, 'an account id of 12 digits in quotes, * and ? allowed'),
)
const region = v.pipe(v.string('a region'), v.check(isRegion, 'a region like us-east-1'))
const state = v.picklist(EVENT_STATES, `one of ${EVENT_STATES.join(', ')}`)

/** As many cards at once as a person can still read one by one. */
const DIGEST_ABOVE = 5

const CLAUSES = {
  state: v.optional(oneOrMore(state)),
  account: v.optional(oneOrMore(accountPattern)),
  region: v.optional(oneOrMore(text('a region, * and ? allowed'))),
  name: v.optional(oneOrMore(text('an image name, * and ? allowed'))),
  tags: v.optional(
    v.pipe(
      v.custom<object>(
        tags => isMap(tags) && Object.keys(tags as object).length > 0,
        'at least one tag with its value',
      ),
      v.record(v.string(), text('a tag’s value in quotes, * and ? allowed')),
    ),
  ),
}

const roleNames = v.pipe(
  v.array(text('a role’s name'), 'a list of roles'),
  v.minLength(1, 'at least one role'),
)

const approval = keys({
  when: v.optional(
    oneOrMoreMaps(
      keys({
        ...CLAUSES,
        inUse: v.optional(v.boolean('true or false')),
        shared: v.optional(v.boolean('true or false')),
      }),
    ),
    [],
  ),
  roles: roleNames,
  channel: v.optional(channel),
  withinMinutes: v.optional(
    v.pipe(
      v.number('a number of minutes'),
      v.integer('a whole number of minutes'),
      v.minValue(10, 'at least 10 minutes'),
      v.maxValue(7 * 24 * 60, 'at most a week, in minutes'),
    ),
    60,
  ),
})

const roleArn = v.pipe(
  v.string('a role’s ARN'),
  v.regex(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/, 'a role’s ARN'),
)

const price = v.pipe(
  v.number('US dollars as a number'),
  v.finite('US dollars as a number'),
  v.minValue(0, 'US dollars, not negative'),
  v.maxValue(1_000, 'at most 1000 US dollars for a GiB and month'),
)

const workspaceId = v.pipe(
  v.string('a workspace id'),
  v.regex(/^[TE][A-Z0-9]{2,}$/, 'a workspace id like T0123456789, or an organisation’s like E0123456789'),
)

export const CONFIG_SCHEMA = keys({
  slack: v.optional(
    keys({
      workspace: v.optional(workspaceId),
      workspaces: v.optional(v.array(workspaceId, 'a list of workspace and organisation ids')),
      app: v.optional(
        v.pipe(v.string('an app id'), v.regex(/^A[A-Z0-9]{2,}$/, 'an app id like A0123456789')),
      ),
    }),
  ),
  channels: keys({
    available: v.optional(channel),
    failed: v.optional(channel),
    disabled: v.optional(channel),
    deregistered: v.optional(channel),
    fallback: channel,
    audit: v.optional(channel),
  }),
  rules: v.optional(
    v.array(
      keys({
        when: keys(CLAUSES),
        to: v.optional(oneOrMore(channel)),
        mention: v.optional(oneOrMore(mention)),
        always: v.optional(v.picklist(['card'], 'card')),
        mute: v.optional(v.boolean('true or false')),
      }),
      'a list of rules',
    ),
    [],
  ),
  roles: v.optional(
    named(
      keys({
        users: v.optional(v.array(userId, 'a list of user ids'), []),
        userGroups: v.optional(v.array(userGroupId, 'a list of user group ids'), []),
      }),
    ),
    {},
  ),
  actions: v.optional(
    keys(
      v.entriesFromList(
        ACTIONS,
        v.optional(
          keys({
            roles: v.array(text('a role’s name'), 'a list of roles'),
            approval: v.optional(approval),
            breakGlass: v.optional(keys({ roles: roleNames })),
          }),
        ),
      ),
    ),
    {},
  ),
  digest: v.optional(
    keys({
      above: v.optional(
        v.pipe(
          v.number('a whole number from 1 to 100'),
          v.integer('a whole number from 1 to 100'),
          v.minValue(1, 'a whole number from 1 to 100'),
          v.maxValue(100, 'a whole number from 1 to 100'),
        ),
        DIGEST_ABOVE,
      ),
    }),
    { above: DIGEST_ABOVE },
  ),
  limits: v.optional(
    keys({
      destructivePerHour: v.optional(
        v.pipe(
          v.number('a number of images'),
          v.integer('a whole number of images'),
          v.minValue(1, 'at least 1'),
          // One ledger item holds the changes of an hour, and DynamoDB takes 400 KB.
          v.maxValue(5_000, 'at most 5000 images'),
        ),
        20,
      ),
    }),
    {},
  ),
  prices: v.optional(
    keys({
      snapshotGiBMonth: v.optional(
        v.pipe(
          v.custom<object>(isMap, 'a price for each region, and a default'),
          v.objectWithRest({ default: v.optional(price, 0.05) }, price),
        ),
        {},
      ),
    }),
    {},
  ),
  accounts: v.optional(
    v.array(
      keys({
        id: accountId,
        alias: v.optional(
          v.pipe(
            text('a short name'),
            v.maxLength(40, 'at most 40 characters'),
            v.regex(/^[\w-]+$/, 'letters, digits, - and _'),
            v.check(
              alias => !/^\d{12}$/.test(alias) && !isRegion(alias.toLowerCase()),
              'a name that is no account id and no region',
            ),
          ),
        ),
        regions: v.pipe(v.array(region, 'a list of regions'), v.minLength(1, 'at least one region')),
        role: v.optional(roleArn),
        readRole: v.optional(roleArn),
      }),
      'a list of accounts',
    ),
    [],
  ),
})

export type ConfigFile = v.InferOutput<typeof CONFIG_SCHEMA>
