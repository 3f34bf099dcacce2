import * as v from 'valibot'
import type { StoredParameter } from '../ec2/fleet.ts'

export class SsmError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'SsmError'
    this.code = code
  }
}

/** Of one GetParameters call. */
const NAMES_AT_MOST = 10

const DecryptionSchema = v.optional(v.boolean(), false)
const OneSchema = v.object({ Name: v.string(), WithDecryption: DecryptionSchema })
const NamesSchema = v.object({
  Names: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(NAMES_AT_MOST)),
})
const SeveralSchema = v.object({ ...NamesSchema.entries, WithDecryption: DecryptionSchema })

const PutSchema = v.object({
  Name: v.pipe(v.string(), v.regex(/^[\w./-]{1,2048}$/)),
  Value: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
  Type: v.optional(v.picklist(['String', 'SecureString']), 'String'),
  Overwrite: v.optional(v.boolean(), false),
})

const describe = ({ name, type, dataType, version, modifiedAtMs, account, region }: StoredParameter) => ({
  Name: name,
  Type: type,
  DataType: dataType,
  Version: version,
  LastModifiedDate: modifiedAtMs / 1_000,
  ARN: `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`,
})

/** Nobody can read it, and everybody sees that it is a secret. */
const ENCRYPTED = 'AQICAHsandboxsandboxsandbox=='

const read = (parameter: StoredParameter, decrypted: boolean) => ({
  ...describe(parameter),
  Value: parameter.type === 'SecureString' && !decrypted ? ENCRYPTED : parameter.value,
})

/** What an account has in a region, and where a new one is put. */
export interface Parameters {
  own: readonly StoredParameter[]
  /** Takes the place of one of the same name. */
  put(parameter: Pick<StoredParameter, 'name' | 'type' | 'value' | 'version'>): void
  remove(names: readonly string[]): void
}

type SsmAction = (input: unknown, parameters: Parameters) => object

/** The calls that this Parameter Store knows, by its own names. */
export const SSM_ACTIONS: Readonly<Record<string, SsmAction>> = {
  GetParameter(input, { own }) {
    const { Name, WithDecryption } = v.parse(OneSchema, input)
    const found = own.find(({ name }) => name === Name)
    if (!found) throw new SsmError('ParameterNotFound', `Parameter ${Name} not found.`)
    return { Parameter: read(found, WithDecryption) }
  },
  GetParameters(input, { own }) {
    const { Names, WithDecryption } = v.parse(SeveralSchema, input)
    const found = own.filter(({ name }) => Names.includes(name))
    return {
      Parameters: found.map(parameter => read(parameter, WithDecryption)),
      InvalidParameters: Names.filter(wanted => !found.some(({ name }) => name === wanted)),
    }
  },
  DescribeParameters: (_input, { own }) => ({ Parameters: own.map(describe) }),
  PutParameter(input, { own, put }) {
    const { Name: name, Value: value, Type: type, Overwrite } = v.parse(PutSchema, input)
    const before = own.find(parameter => parameter.name === name)
    if (before && !Overwrite)
      throw new SsmError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      )
    const version = (before?.version ?? 0) + 1
    put({ name, type, value, version })
    return { Version: version, Tier: 'Standard' }
  },
  DeleteParameters(input, { own, remove }) {
    const { Names } = v.parse(NamesSchema, input)
    const isThere = (wanted: string) => own.some(({ name }) => name === wanted)
    remove(Names)
    return {
      DeletedParameters: Names.filter(isThere),
      InvalidParameters: Names.filter(name => !isThere(name)),
    }
  },
}
