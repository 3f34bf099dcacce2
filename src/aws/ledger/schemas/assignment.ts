import { ASSIGNMENT_CHANGES, ASSIGNMENT_OUTCOMES, type Assignment } from '../../../domain/alias.ts'
import type { AliasVersion, SeenAlias } from '../../../domain/seen-alias.ts'
import { person, principal } from './image-parts.ts'
import { maybe, number, oneOf, shape, text, yes } from './shape.ts'

/** The schemas of what an alias was set to, and of what it named when amiops looked last. */

const target = shape<NonNullable<Assignment['to']>>({ imageId: text, name: maybe(text) })

export const assignment = shape<Assignment>({
  account: text,
  region: text,
  family: text,
  alias: text,
  parameter: text,
  id: text,
  atMs: number,
  change: oneOf(ASSIGNMENT_CHANGES),
  outcome: oneOf(ASSIGNMENT_OUTCOMES),
  to: maybe(target),
  from: maybe(target),
  version: maybe(number),
  actedAtMs: maybe(number),
  by: maybe(person),
  principal: maybe(principal),
  seenLate: maybe(yes),
  approvedBy: maybe(person),
  purpose: maybe(text),
  planId: maybe(text),
  confirmedLate: maybe(yes),
  rejected: maybe(text),
  reason: maybe(text),
})

export const seenAlias = shape<Omit<SeenAlias, 'version'>>({
  account: text,
  region: text,
  parameter: text,
  last: maybe(shape<AliasVersion>({ value: text, version: number, changedAtMs: number })),
  deleted: maybe(shape<NonNullable<SeenAlias['deleted']>>({ atMs: number, isAnnounced: maybe(yes) })),
  missingSinceMs: maybe(number),
  dataType: maybe(text),
})
