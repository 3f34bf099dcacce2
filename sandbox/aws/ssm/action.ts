import type { Clock } from '../../kernel/clock.ts'
import type { Caller } from '../caller.ts'
import type { Authorise } from '../iam/authorise.ts'
import type { ParameterChanges } from './changes.ts'
import { arnOfParameter, currentOf, type ParameterVersion, type StoredParameter } from './parameter.ts'
import type { ParameterStore } from './store.ts'

export interface SsmWorld {
  clock: Clock
  store: ParameterStore
  changes: ParameterChanges
  authorise: Authorise
}

/** Reads its input, and does what it asks for; throws SsmError, or ValiError for an input of another form. */
export type SsmAction = (input: unknown, caller: Caller, world: SsmWorld) => object

/** The fields of a version that every answer has; some answers have the value, too. */
export const describeVersion = (
  parameter: StoredParameter,
  version: ParameterVersion = currentOf(parameter),
) => ({
  Name: parameter.name,
  Type: parameter.type,
  DataType: parameter.dataType,
  Version: version.version,
  LastModifiedDate: version.modifiedAtMs / 1_000,
})

/** What DescribeParameters and GetParameterHistory say beside it. */
export const describeMore = ({ description, allowedPattern, modifiedBy }: ParameterVersion) => ({
  LastModifiedUser: modifiedBy,
  Tier: 'Standard',
  Policies: [],
  ...(description !== undefined && { Description: description }),
  ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
})

/** Nobody can read it, and everybody sees that it is a secret. */
const ENCRYPTED = 'AQICAHsandboxsandboxsandbox=='

export const readValue = ({ type }: StoredParameter, { value }: ParameterVersion, decrypted: boolean) =>
  type === 'SecureString' && !decrypted ? ENCRYPTED : value

export const writeParameter = (
  parameter: StoredParameter,
  version: ParameterVersion,
  { decrypted, selector }: { decrypted: boolean; selector?: string | undefined },
) => ({
  ...describeVersion(parameter, version),
  ARN: arnOfParameter(parameter),
  Value: readValue(parameter, version, decrypted),
  ...(selector !== undefined && { Selector: `:${selector}` }),
})
