import * as v from 'valibot'
import { toUserIdentity } from '../../cloudtrail/user-identity.ts'
import { toEventTime } from '../../envelope.ts'
import type { SsmAction } from '../action.ts'
import { VERSIONS_AT_MOST } from '../changes.ts'
import { invalid, SsmError } from '../errors.ts'
import { isSameParameter, type StoredParameter } from '../parameter.ts'
import { refuseName } from '../parameter-name.ts'
import { refuseValue } from '../parameter-value.ts'
import { DESCRIBES_IMAGE } from '../permissions.ts'

const PutSchema = v.object({
  Name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2_048)),
  Value: v.pipe(v.string(), v.minLength(1)),
  Type: v.optional(v.picklist(['String', 'StringList', 'SecureString'])),
  DataType: v.optional(v.pipe(v.string(), v.maxLength(128))),
  Description: v.optional(v.pipe(v.string(), v.maxLength(1_024))),
  AllowedPattern: v.optional(v.pipe(v.string(), v.maxLength(1_024))),
  Overwrite: v.optional(v.boolean(), false),
  Tags: v.optional(v.array(v.unknown()), []),
})
type Wanted = v.InferOutput<typeof PutSchema>

type Kind = Pick<StoredParameter, 'type' | 'dataType'>

const decideType = ({ Type }: Wanted, before: Kind | undefined): StoredParameter['type'] => {
  const type = Type ?? before?.type
  if (!type) throw invalid('A parameter type is required when you create a parameter.')
  if (before && before.type !== type) {
    throw new SsmError(
      'HierarchyTypeMismatchException',
      `The parameter is of type ${before.type}. Its type cannot be changed to ${type}.`,
    )
  }
  return type
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-data-types.html */
const decideDataType = ({ DataType }: Wanted, before: Kind | undefined): StoredParameter['dataType'] => {
  const dataType = DataType ?? before?.dataType ?? 'text'
  if (dataType !== 'text' && dataType !== 'aws:ec2:image') {
    throw invalid(
      `The following data type is not supported: ${dataType} (Data type names are all lowercase.)`,
    )
  }
  if (before && before.dataType !== dataType) {
    throw invalid(
      `The parameter is of data type ${before.dataType}. Its data type cannot be changed to ${dataType}.`,
    )
  }
  return dataType
}

/** A new version removes the oldest one, unless that one has a label. */
const refuseFullHistory = ({ name, versions }: StoredParameter): void => {
  const [oldest] = versions
  if (!oldest || versions.length < VERSIONS_AT_MOST || oldest.labels.length === 0) return
  throw new SsmError(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. ` +
      `Version ${oldest.version}, the oldest version, can't be deleted because it has a label associated with it. ` +
      'Move the label to another version of the parameter, and try again.',
  )
}

export const PutParameter: SsmAction = (input, caller, { clock, store, changes, authorise }) => {
  const wanted = v.parse(PutSchema, input)
  const { account, region } = caller
  const key = { account, region, name: wanted.Name }
  refuseName(key.name)
  if (wanted.Tags.length > 0 && wanted.Overwrite) throw invalid('Tags and Overwrite cannot be used together.')
  const before = store.find(key)
  const proposals = changes.proposals().filter(proposal => isSameParameter(proposal, key))
  if ((before || proposals.length > 0) && !wanted.Overwrite) {
    throw new SsmError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    )
  }
  const proposed: Kind | undefined = proposals[0] && { type: 'String', dataType: 'aws:ec2:image' }
  const type = decideType(wanted, before ?? proposed)
  const dataType = decideDataType(wanted, before ?? proposed)
  refuseValue({ type, dataType, value: wanted.Value, allowedPattern: wanted.AllowedPattern })
  if (before) refuseFullHistory(before)
  const known = [...(before?.versions ?? []), ...proposals.map(proposal => proposal.proposed)]
  const version = Math.max(0, ...known.map(one => one.version)) + 1
  const nowMs = clock.nowMs()
  changes.put(
    { ...key, type, dataType },
    {
      version,
      value: wanted.Value,
      modifiedAtMs: nowMs,
      modifiedBy: toUserIdentity(caller, toEventTime(nowMs)).arn,
      labels: [],
      ...(wanted.Description !== undefined && { description: wanted.Description }),
      ...(wanted.AllowedPattern !== undefined && { allowedPattern: wanted.AllowedPattern }),
    },
    authorise(caller, DESCRIBES_IMAGE) === undefined,
  )
  return { Version: version, Tier: 'Standard' }
}
