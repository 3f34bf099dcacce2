import * as v from 'valibot'
import { APPROVAL, CLAUSES, roleNames, trueOrFalse } from './schema-clauses.ts'
import { described, keys, oneOrMoreMaps, text } from './schema-parts.ts'

/** Who may do an action, and when a second person has to approve it. */

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
  ...APPROVAL,
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
