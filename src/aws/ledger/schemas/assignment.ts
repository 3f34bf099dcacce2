import { ASSIGNMENT_CHANGES, ASSIGNMENT_OUTCOMES, type Assignment } from '../../../domain/alias.ts'
import { person } from './image.ts'
import { maybe, number, oneOf, shape, text } from './shape.ts'

/** The schema of what an alias was set to. */

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
  principal: maybe(text),
  approvedBy: maybe(person),
  purpose: maybe(text),
  planId: maybe(text),
  reason: maybe(text),
})
