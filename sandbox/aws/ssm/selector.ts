import { currentOf, type ParameterVersion, type StoredParameter } from './parameter.ts'

/** A parameter as somebody names it: `/golden/prod`, `/golden/prod:3`, `/golden/prod:stable`, or its ARN. */
interface Selected {
  name: string
  /** A version's number or label. */
  selector?: string
}

const ARN = /^arn:[\w-]+:ssm:[\w-]+:\d{12}:parameter(\/.+)$/

const parseSelected = (text: string): Selected => {
  const [name = '', ...rest] = (ARN.exec(text)?.[1] ?? text).split(':')
  return rest.length === 0 ? { name } : { name, selector: rest.join(':') }
}

/** What was named: the parameter, and the version of it, as far as they are there. */
export interface Found {
  parameter?: StoredParameter
  version?: ParameterVersion
  selector?: string
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html */
export const findSelected = (own: readonly StoredParameter[], text: string): Found => {
  const { name, selector } = parseSelected(text)
  // The ARN of a parameter that is in no path has a slash that its name has not.
  const names = ARN.test(text) ? [name, name.slice(1)] : [name]
  const parameter = own.find(candidate => names.includes(candidate.name))
  if (!parameter) return {}
  if (selector === undefined) return { parameter, version: currentOf(parameter) }
  const version = parameter.versions.find(candidate =>
    /^\d+$/.test(selector) ? candidate.version === Number(selector) : candidate.labels.includes(selector),
  )
  return { parameter, selector, ...(version && { version }) }
}
