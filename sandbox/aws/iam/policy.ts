import * as v from 'valibot'
import { OPERATORS, parseOperator } from './condition-operators.ts'

const Values = v.pipe(
  v.union([v.string(), v.boolean(), v.number(), v.array(v.union([v.string(), v.boolean(), v.number()]))]),
  v.transform(values => [values].flat().map(String)),
)
const Texts = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform(texts => [texts].flat()),
)

const Operator = v.pipe(
  v.string(),
  v.check(name => parseOperator(name).operator in OPERATORS, 'This operator is not known to the sandbox.'),
)

/** `*` is short for `{ "AWS": "*" }`. */
const Principal = v.union([
  v.pipe(
    v.literal('*'),
    v.transform((): Record<string, string[]> => ({ AWS: ['*'] })),
  ),
  v.record(v.picklist(['AWS', 'Service', 'Federated']), Texts),
])

const StatementSchema = v.pipe(
  v.strictObject({
    Sid: v.optional(v.string()),
    Effect: v.picklist(['Allow', 'Deny']),
    Principal: v.optional(Principal),
    Action: v.optional(Texts),
    NotAction: v.optional(Texts),
    Resource: v.optional(Texts),
    NotResource: v.optional(Texts),
    Condition: v.optional(v.record(Operator, v.record(v.string(), Values)), {}),
  }),
  v.check(({ Action, NotAction }) => (Action === undefined) !== (NotAction === undefined)),
  v.check(({ Resource, NotResource }) => Resource === undefined || NotResource === undefined),
  v.check(
    ({ Principal: named, Resource, NotResource }) =>
      named !== undefined || Resource !== undefined || NotResource !== undefined,
    'Only the policy of a resource can leave the resource out.',
  ),
)

const PolicySchema = v.strictObject({
  Version: v.optional(v.picklist(['2012-10-17', '2008-10-17']), '2008-10-17'),
  Id: v.optional(v.string()),
  Statement: v.pipe(
    v.union([StatementSchema, v.array(StatementSchema)]),
    v.transform(statements => [statements].flat()),
  ),
})

export type Statement = v.InferOutput<typeof StatementSchema>

/** A policy in the one form that its shorthands stand for. */
export type Policy = v.InferOutput<typeof PolicySchema>

/**
 * A policy document as IAM accepts it; throws ValiError at anything else, and at what the sandbox can't evaluate.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const parsePolicy = (document: unknown): Policy => v.parse(PolicySchema, document)
