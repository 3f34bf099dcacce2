import * as v from 'valibot'
import { described, isMap, oneOrMore, text } from './schema-parts.ts'
import * as values from './schema-values.ts'

/** What rules, families and permissions share: conditions on an image, lists of roles, and approvals. */

export const trueOrFalse = v.boolean('true or false')

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

export const roleNames = v.pipe(
  v.array(text('a role’s name'), 'a list of roles'),
  v.minLength(1, 'at least one role'),
)

/** Who approves, where, and within what time. */
export const APPROVAL = {
  roles: described(roleNames, 'The roles that can approve. Nobody can approve their own request.'),
  channel: described(
    v.optional(values.channel),
    'The channel where approval is requested. Without it, `channels.fallback` is used.',
  ),
  withinMinutes: described(
    v.optional(values.minutes, 60),
    'How long the request waits for approval, in minutes, before it expires.',
  ),
}
