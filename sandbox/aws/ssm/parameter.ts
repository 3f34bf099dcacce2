import { partitionOf } from '../regions.ts'

/** One version of a parameter, as it was put. */
export interface ParameterVersion {
  version: number
  value: string
  modifiedAtMs: number
  /** The ARN of who put it. */
  modifiedBy: string
  labels: string[]
  description?: string
  allowedPattern?: string
}

/** A parameter of Systems Manager, by its name in an account and region. */
export interface ParameterKey {
  account: string
  region: string
  name: string
}

export interface StoredParameter extends ParameterKey {
  type: 'String' | 'StringList' | 'SecureString'
  dataType: 'text' | 'aws:ec2:image'
  /** Oldest first, and never empty. */
  versions: ParameterVersion[]
}

export const currentOf = ({ name, versions }: StoredParameter): ParameterVersion => {
  const current = versions.at(-1)
  if (!current) throw new Error(`Expected ${name} to have a version, got none.`)
  return current
}

export const isSameParameter = (a: ParameterKey, b: ParameterKey): boolean =>
  a.account === b.account && a.region === b.region && a.name === b.name

export const arnOfParameter = ({ account, region, name }: ParameterKey): string =>
  `arn:${partitionOf(region)}:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`
