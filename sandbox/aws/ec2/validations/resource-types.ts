import { invalidValue } from '../errors.ts'
import type { Query } from '../query.ts'

const INSTANCE_STATES = ['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped']

const DEEPEST_VERSION = 10_000

const isVersionDepth = (value: string): boolean =>
  /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= DEEPEST_VERSION

/** What each resource type can be narrowed by, and by which values. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, (value: string) => boolean>>>> = {
  'ec2:Instance': { 'state-name': value => INSTANCE_STATES.includes(value) },
  'ec2:LaunchTemplate': { 'version-depth': isVersionDepth },
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResourceTypeOption.html */
export const validateResourceTypes = (query: Query, known: readonly string[]): void => {
  for (const asked of query.structures('ResourceType')) {
    const resourceType = asked.text('ResourceType') ?? ''
    if (!known.includes(resourceType)) throw invalidValue('ResourceType', resourceType)
    for (const option of asked.structures('ResourceTypeOption')) {
      const name = option.text('OptionName') ?? ''
      const isValid = OPTIONS[resourceType]?.[name]
      if (!isValid) throw invalidValue('OptionName', name, `It is no option of ${resourceType}.`)
      const wrong = option.list('OptionValue').find(value => !isValid(value))
      if (wrong !== undefined) throw invalidValue('OptionValue', wrong)
    }
  }
}

/** The values of an option of the asked resource type; none when it was not narrowed. */
export const readOption = (query: Query, resourceType: string, option: string): string[] =>
  query
    .structures('ResourceType')
    .filter(type => type.text('ResourceType') === resourceType)
    .flatMap(type => type.structures('ResourceTypeOption'))
    .filter(given => given.text('OptionName') === option)
    .flatMap(given => given.list('OptionValue'))
