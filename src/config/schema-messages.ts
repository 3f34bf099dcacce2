import * as v from 'valibot'
import { CARD_FACTS, SHOWN_FACTS, USUAL_CARD_FACTS } from '../domain/card-facts.ts'
import { described, keys } from './schema-parts.ts'
import { rule } from './schema-rules.ts'
import * as values from './schema-values.ts'

/** As many cards as a person can still read one by one. */
const DIGEST_ABOVE = 5

export const rules = described(
  v.optional(v.array(rule, 'a list of rules'), []),
  'Routing rules. The first rule that matches an event applies.',
)

export const digest = described(
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
)

export const card = described(
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
)
