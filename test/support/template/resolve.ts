/** Resolves a template as CloudFormation does, as far as ours needs it: parameters, conditions, and references with made-up ids. */

export interface Template {
  Parameters: Record<
    string,
    { Type: string; Default?: string; AllowedPattern?: string; AllowedValues?: string[] }
  >
  Conditions: Record<string, unknown>
  Resources: Record<string, { Type: string; Condition?: string; Properties: Record<string, unknown> }>
  Outputs: Record<string, { Value: unknown }>
}

/** Where the stack is. */
const PLACE = { region: 'eu-west-1', account: '123456789012' }

/** `AWS::NoValue`: what is left out. */
const NOTHING = Symbol('nothing')

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const createResolver = (
  template: Template,
  given: Readonly<Record<string, string>>,
  { region, account } = PLACE,
) => {
  const { Parameters, Conditions, Resources } = template
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::AccountId': account,
  }
  const parameterOf = (name: string): unknown => {
    const declared = Parameters[name]
    const value = given[name] ?? declared?.Default
    if (!declared || value === undefined) throw new Error(`Expected a value of the parameter ${name}.`)
    const values = declared.Type === 'CommaDelimitedList' ? value.split(',') : [value]
    for (const one of values)
      if (
        (declared.AllowedPattern && !new RegExp(declared.AllowedPattern).test(one)) ||
        (declared.AllowedValues && !declared.AllowedValues.includes(one))
      )
        throw new Error(`The parameter ${name} takes no ${one}.`)
    return declared.Type === 'CommaDelimitedList' ? values : value
  }

  const refOf = (name: string): unknown => {
    if (name === 'AWS::NoValue') return NOTHING
    if (name in Resources) return `ref:${name}`
    return pseudo[name] ?? parameterOf(name)
  }

  const substitute = (text: string, variables: unknown): string =>
    text.replace(/\$\{([^!}][^}]*)\}/g, (_whole, name: string) =>
      String(isObject(variables) && name in variables ? resolve(variables[name]) : refOf(name)),
    )

  const isTrue = (name: string): boolean => {
    if (!(name in Conditions)) throw new Error(`Expected a condition ${name}.`)
    return resolve(Conditions[name]) === true
  }

  /** Queues and log groups have names; of others the made-up id is enough. */
  const arnOf = (id: string): string => {
    const { Type = '', Properties = {} } = Resources[id] ?? {}
    if (Type === '') throw new Error(`Expected a resource ${id}.`)
    return Type === 'AWS::SQS::Queue'
      ? `arn:aws:sqs:${region}:${account}:${resolve(Properties.QueueName)}`
      : `arn:${id}`
  }

  const call = (name: string, argument: unknown): unknown => {
    const list = Array.isArray(argument) ? argument : [argument]
    switch (name) {
      case 'Ref':
        return refOf(String(argument))
      case 'Fn::Sub':
        return substitute(String(list[0]), list[1])
      case 'Fn::GetAtt':
        return list[1] === 'Arn' ? arnOf(String(list[0])) : `${list[0]}.${list[1]}`
      case 'Fn::If':
        return resolve(list[isTrue(String(list[0])) ? 1 : 2])
      case 'Fn::Equals':
        return resolve(list[0]) === resolve(list[1])
      case 'Fn::Not':
        return resolve(list[0]) !== true
      case 'Fn::And':
        return list.every(one => resolve(one) === true)
      case 'Fn::Or':
        return list.some(one => resolve(one) === true)
      case 'Fn::Join':
        return (resolve(list[1]) as unknown[]).join(String(list[0]))
      default:
        return undefined
    }
  }

  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve).filter(one => one !== NOTHING)
    if (!isObject(value)) return value
    const [[name = '', argument] = [], ...others] = Object.entries(value)
    if (others.length === 0 && name === 'Condition' && typeof argument === 'string') return isTrue(argument)
    if (others.length === 0 && /^(Ref|Fn::\w+)$/.test(name)) {
      const result = call(name, argument)
      if (result === undefined) throw new Error(`Expected no ${name} here.`)
      return result
    }
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, inner]) => [key, resolve(inner)] as const)
        .filter(([, inner]) => inner !== NOTHING),
    )
  }

  return {
    resolve,
    isThere(id: string): boolean {
      const condition = Resources[id]?.Condition
      return id in Resources && (condition === undefined || isTrue(condition))
    },
    propertiesOf(id: string): Record<string, unknown> {
      const found = Resources[id]
      if (!found) throw new Error(`Expected a resource ${id}.`)
      return resolve(found.Properties) as Record<string, unknown>
    },
  }
}
