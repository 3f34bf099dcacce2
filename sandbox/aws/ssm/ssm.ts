import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import { suffer } from '../../kernel/suffer.ts'
import { type Caller, DEFAULT_ACCOUNT, parseCaller } from '../caller.ts'
import type { Fleet, StoredParameter } from '../ec2/fleet.ts'

export interface SsmOptions {
  clock: Clock
  faults: Faults
  fleet: Fleet
  region: string
  /** Values of SecureString parameters by their names, beside those of the fleet. Never kept, never recorded. */
  secrets: Readonly<Record<string, string>>
}

class SsmError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'SsmError'
    this.code = code
  }
}

const CONTENT_TYPE = 'application/x-amz-json-1.1'
const TARGET = /^AmazonSSM\.(\w+)$/

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
interface Parameters {
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

/** The secrets of the start, and what was put since. */
const storeOf = ({ secrets, region }: SsmOptions): StoredParameter[] =>
  Object.entries(secrets).map(([name, value]) => ({
    account: DEFAULT_ACCOUNT,
    region,
    name,
    type: 'SecureString',
    dataType: 'text',
    value,
    version: 1,
    modifiedAtMs: 0,
  }))

/** The parameters that the caller's account has in its region. */
const parametersOf = (
  { account, region }: Caller,
  stored: StoredParameter[],
  { fleet, clock }: SsmOptions,
): Parameters => {
  const isOwn = (parameter: StoredParameter) => parameter.account === account && parameter.region === region
  return {
    own: [...fleet.parameters, ...stored].filter(isOwn),
    remove(names) {
      const kept = stored.filter(parameter => !isOwn(parameter) || !names.includes(parameter.name))
      stored.splice(0, stored.length, ...kept)
    },
    put(parameter) {
      const at = stored.findIndex(other => isOwn(other) && other.name === parameter.name)
      stored.splice(at < 0 ? stored.length : at, at < 0 ? 0 : 1, {
        ...parameter,
        account,
        region,
        dataType: 'text',
        modifiedAtMs: clock.nowMs(),
      })
    },
  }
}

const answer = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': randomUUID() },
  })

const refuse = (code: string, message: string): Response =>
  answer(/^Internal/.test(code) ? 500 : 400, { __type: code, message })

const act = (name: string, body: string, parametersOfCaller: Parameters | undefined): Response => {
  const action = SSM_ACTIONS[name]
  if (!action) return refuse('UnknownOperationException', `Unknown operation ${name}.`)
  if (!parametersOfCaller)
    return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token')
  try {
    return answer(200, action(JSON.parse(body), parametersOfCaller))
  } catch (error) {
    if (error instanceof SsmError) return refuse(error.code, error.message)
    if (error instanceof v.ValiError) return refuse('ValidationException', error.message)
    if (error instanceof SyntaxError) return refuse('SerializationException', 'The body is not JSON.')
    throw error
  }
}

/** Parameter Store: AWS JSON 1.1. Values never come to the timeline. */
export const createSsm = (options: SsmOptions): Hono<NodeEnv> => {
  const stored = storeOf(options)
  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const name = TARGET.exec(c.req.header('x-amz-target') ?? '')?.[1] ?? ''
    const body = await c.req.text()
    const caller = parseCaller(c.req.header('authorization'))
    const fault = options.faults.take('ssm', name)
    const outcome = await suffer(fault, options.clock, () =>
      act(name, body, caller && parametersOf(caller, stored, options)),
    )
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') return cutConnection(c)
    const code = outcome.fault.error ?? 'InternalServerError'
    return refuse(code, outcome.fault.message ?? code)
  })
  return app
}
