import { isRecord } from './resolve.ts'

/** What the intrinsic functions of a template refer to. */
export interface TemplateScope {
  /** `Ref` of a parameter, a pseudo parameter or a resource: a text, or a list of texts; undefined where there is none. */
  ref(name: string): string | readonly string[] | undefined
  /** `Fn::GetAtt` of a resource's Arn. */
  arnOf(id: string): string | undefined
  /** Whether a condition of the template holds. */
  holds(condition: string): boolean
}

/** `AWS::NoValue`: what is left out. */
const NOTHING = Symbol('AWS::NoValue')

const known = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined)
    throw new Error(`Expected a template without ${what}, which the sandbox does not know.`)
  return value
}

const substitute = (argument: unknown, scope: TemplateScope): string => {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}]
  return String(text).replace(/\$\{([^}]+)\}/g, (whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    if (isRecord(variables) && name in variables) return String(resolveTemplate(variables[name], scope))
    const [id = '', attribute] = name.split('.')
    return String(known(attribute === 'Arn' ? scope.arnOf(id) : scope.ref(name), whole))
  })
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const FUNCTIONS: Readonly<Record<string, (argument: unknown, scope: TemplateScope) => unknown>> = {
  Ref: (name, scope) => (name === 'AWS::NoValue' ? NOTHING : known(scope.ref(String(name)), `Ref ${name}`)),
  Condition: (name, scope) => scope.holds(String(name)),
  'Fn::Sub': substitute,
  'Fn::GetAtt': (argument, scope) => {
    const [id = '', attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.')
    return known(attribute === 'Arn' ? scope.arnOf(id) : undefined, `Fn::GetAtt ${id}.${attribute}`)
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = argument as unknown[]
    return resolveAny(scope.holds(String(condition)) ? yes : no, scope)
  },
  'Fn::Equals': (argument, scope) => {
    const [one, other] = resolveTemplate(argument, scope) as unknown[]
    return one === other
  },
  'Fn::Not': (argument, scope) => (resolveTemplate(argument, scope) as unknown[])[0] !== true,
  'Fn::And': (argument, scope) => (resolveTemplate(argument, scope) as unknown[]).every(one => one === true),
  'Fn::Or': (argument, scope) => (resolveTemplate(argument, scope) as unknown[]).some(one => one === true),
  'Fn::Join': (argument, scope) => {
    const [between, parts] = argument as unknown[]
    return (resolveTemplate(parts, scope) as unknown[]).join(String(between))
  },
}

const resolveAny = (value: unknown, scope: TemplateScope): unknown => {
  if (Array.isArray(value)) return value.map(one => resolveAny(one, scope)).filter(one => one !== NOTHING)
  if (!isRecord(value)) return value
  const entries = Object.entries(value)
  const [[name = '', argument] = []] = entries
  // A condition of IAM's can have any name, so only what stands alone is a function.
  const call = entries.length === 1 && typeof argument !== 'undefined' ? FUNCTIONS[name] : undefined
  if (call && !(name === 'Condition' && isRecord(argument))) return call(argument, scope)
  if (name.startsWith('Fn::')) throw new Error(`Expected a template without ${name}.`)
  return Object.fromEntries(
    entries
      .map(([key, inner]) => [key, resolveAny(inner, scope)] as const)
      .filter(([, inner]) => inner !== NOTHING),
  )
}

/** A part of a template as CloudFormation would resolve it; throws at what the sandbox does not know. */
export const resolveTemplate = (value: unknown, scope: TemplateScope): unknown => {
  const resolved = resolveAny(value, scope)
  return resolved === NOTHING ? undefined : resolved
}
