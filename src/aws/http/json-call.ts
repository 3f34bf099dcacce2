import { partitionOf } from '../../domain/regions.ts'
import { requestSigned, type Signing } from './signed-request.ts'

export type { Signing }

export interface JsonService {
  service: 'sqs' | 'ssm' | 'kms' | 'organizations'
  /** `AmazonSQS`, `AmazonSSM`, `TrentService` of KMS: the first half of the target header. */
  target: string
  version: '1.0' | '1.1'
  endpoint: string
}

const TIMEOUT_MS = 2_000

/** The service's refusal; its code is the error's name. */
class JsonRefusal extends Error {
  constructor(call: string, code: string) {
    super(`${call} was refused: ${code}`)
    this.name = code.split('#').at(-1) ?? code
  }
}

/** AWS's own address of a service in a region. */
export const defaultEndpoint = (
  service: JsonService['service'] | 'rbin' | 'sns' | 'sts' | 'inspector2',
  region: string,
): string => `https://${service}.${region}.${partitionOf(region).dnsSuffix}`

/** What a service answered: its body, or its own code of a refusal. */
export type JsonAnswer =
  | { kind: 'answered'; body: unknown }
  | { kind: 'refused'; status: number; code: string; message: string }

/**
 * Calls an operation of an AWS service with a JSON API.
 *
 * @param limits how often it is tried, within how much time
 * @throws where no answer comes in time
 */
export const requestJson = async (
  signing: Signing,
  { service, target, version, endpoint }: JsonService,
  operation: string,
  input: object,
  limits: { tries: number; timeoutMs: number },
): Promise<JsonAnswer> => {
  const { status, body } = await requestSigned(signing, {
    service,
    method: 'POST',
    url: endpoint,
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amz-target': `${target}.${operation}`,
    },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(limits.timeoutMs),
    tries: limits.tries,
  })
  if (status >= 200 && status < 300) return { kind: 'answered', body }
  const { __type, message, Message } = body as Readonly<Record<string, unknown>>
  // Some services put a namespace before the code: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
  const code = typeof __type === 'string' ? __type.replace(/^.*#/, '') : `HTTP ${status}`
  return { kind: 'refused', status, code, message: String(message ?? Message ?? '') }
}

/**
 * Calls an operation of an AWS service with a JSON API. Tried twice, within two seconds.
 *
 * @throws Error whose name is the service's own code when it refuses, or when no answer comes in time
 */
export const createJsonCall =
  (signing: Signing, service: JsonService) =>
  async (operation: string, input: object): Promise<unknown> => {
    const answer = await requestJson(signing, service, operation, input, { tries: 2, timeoutMs: TIMEOUT_MS })
    if (answer.kind === 'answered') return answer.body
    throw new JsonRefusal(`${service.target}.${operation}`, answer.code)
  }
