import * as v from 'valibot'
import { CLAUSES } from './schema-clauses.ts'
import { described, keys, oneOrMore, text } from './schema-parts.ts'
import * as values from './schema-values.ts'

const rule = keys({
  when: described(
    v.optional(
      keys({
        family: described(
          v.optional(oneOrMore(text('a family’s name, * and ? allowed'))),
          'The family; `*` and `?` are allowed. An image without a family of the config belongs to its name without date and version.',
        ),
        account: CLAUSES.account,
        tags: CLAUSES.tags,
      }),
      {},
    ),
    'Which images. All that are given must match; without any, the rule is for all images.',
  ),
  deprecateAfterDays: described(
    v.optional(values.days),
    'A deprecation date is suggested so many days after the image was created or last launched: the day a week later, with warnings before it. Disabling is then suggested once that date is over.',
  ),
  disableAfterDays: described(
    v.optional(values.days),
    'Disabling is suggested so many days after the image was created or last launched.',
  ),
  deregisterAfterDays: described(
    v.optional(values.graceDays),
    'The grace period: deregistering is suggested so many days after the image was disabled, by amiops or by anybody. Owners are warned a week before.',
  ),
  keepNewest: described(
    v.optional(values.newest, 3),
    'An image is left alone while fewer than so many newer available images of its family are in its account and region.',
  ),
})

export const cleanup = described(
  v.optional(
    keys({
      weekday: described(v.optional(values.weekday, 'monday'), 'The day on which it is suggested.'),
      hour: described(v.optional(values.hour, 9), 'The hour of that day, in UTC.'),
      rules: described(
        v.pipe(v.array(rule, 'a list of rules'), v.minLength(1, 'at least one rule')),
        'What to clean up. The first rule that matches an image counts.',
      ),
    }),
  ),
  'Which images amiops suggests to deprecate, to disable, and later to deregister, once a week in the channel of their owners and by `/ami cleanup`. Images that are in use, shared, protected, kept, or named by an alias are never suggested, nor those for which that is not known. Nothing is changed before a person confirms a plan. Without it, nothing is suggested.',
)
