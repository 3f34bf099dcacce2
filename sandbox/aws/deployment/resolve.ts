/** A value of the deployment: a text, or one of CloudFormation's references. */
export type Value = unknown

/** What CloudFormation would know once the stack is up. */
export interface Stack {
  /** `Ref` of a resource. */
  refs: ReadonlyMap<string, string>
  /** `Fn::GetAtt` of a resource's Arn. */
  arns: ReadonlyMap<string, string>
  /** The conditions that hold; the others do not. */
  conditions: ReadonlySet<string>
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The logical id that `{ Ref }` or `{ 'Fn::GetAtt': [id, 'Arn'] }` refers to. */
export const resourceOf = (value: Value): string | undefined => {
  if (!isRecord(value)) return undefined
  if (typeof value.Ref === 'string') return value.Ref
  const attribute = value['Fn::GetAtt']
  if (Array.isArray(attribute) && typeof attribute[0] === 'string') return attribute[0]
  return typeof attribute === 'string' ? attribute.split('.')[0] : undefined
}

/** The text that a value stands for; undefined for what only a real stack would know. */
export const resolveValue = (value: Value, stack: Stack): string | undefined => {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const choice = isRecord(value) ? value['Fn::If'] : undefined
  if (Array.isArray(choice)) return resolveValue(choice[stack.conditions.has(choice[0]) ? 1 : 2], stack)
  const resource = resourceOf(value)
  if (resource === undefined) return undefined
  return isRecord(value) && 'Ref' in value ? stack.refs.get(resource) : stack.arns.get(resource)
}
