import * as v from 'valibot'
import { described, keys, text } from './schema-parts.ts'
import * as values from './schema-values.ts'

export const reports = described(
  v.optional(
    keys({
      weekly: described(
        keys({
          weekday: described(values.weekday, 'The day of the week, in UTC.'),
          hour: described(values.hour, 'The hour of the day, 0 to 23, in UTC.'),
          channel: described(
            v.optional(values.channel),
            'Where it is posted. Without it, `channels.fallback` is used.',
          ),
        }),
        'When the report of all images is posted, once a week. One that an outage kept from being posted is made up for within two days.',
      ),
      perOwner: described(
        v.optional(v.boolean('true or false')),
        'Whether each owner also gets a report of their own families: in the `channel` of the families that name one, for those with an `owner` alone in the channel of the weekly report.',
      ),
    }),
  ),
  'Reports that come by themselves: what `/ami report` answers, in a channel. Without it, none do.',
)

export const exported = described(
  v.optional(
    keys({
      roles: described(
        v.array(text('a role’s name'), 'a list of roles'),
        'The roles that can. An empty list means nobody.',
      ),
    }),
  ),
  'Who can have the audit log as a file, with `/ami export audit`. Nobody can without it.',
)
