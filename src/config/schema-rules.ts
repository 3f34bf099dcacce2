import * as v from 'valibot'
import { CLAUSES, trueOrFalse } from './schema-clauses.ts'
import { described, keys, oneOrMore, text } from './schema-parts.ts'
import * as values from './schema-values.ts'

/** Which events are posted where, and who is mentioned. */
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
