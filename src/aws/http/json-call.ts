import { partitionOf } from '../../domain/regions.ts'
import { requestSigned, type Signing } from './signed-request.ts'

export type { Signing }

export interface JsonService {
  service: 'sqs' | 'ssm'
  /** `AmazonSQS`, `AmazonSSM`: the first half of the target header. */
  target: string
  version: '1.0' | '1.1'
  endpoint: string
}

const TIMEOUT_MS = 2_000

/** AWS's own address of a service in a region. */
export const defaultEndpoint = (
  service: JsonService['service'] | 'rbin' | 'sns' | 'sts',
  region: string,
): string => `https://${service}.${region}.${partitionOf(region).dnsSuffix}`

/**
 * Calls one operation of an AWS service that speaks JSON. Tried twice, within two seconds.
 *
 * @throws Error with the service's own code when it refuses, or when no answer comes in time
 */
export const createJsonCall =
  (signing: Signing, { service, target, version, endpoint }: JsonService) =>
  async (operation: string, input: object): Promise<unknown> => {
    const { status, body } = await requestSigned(signing, {
      service,
      method: 'POST',
      url: endpoint,
      headers: {
        'content-type': `application/x-amz-json-${version}`,
        'x-amz-target': `${target}.${operation}`,
      },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      tries: 2,
    })
    if (status >= 200 && status < 300) return body
    const code =
      typeof body === 'object' && body !== null && '__type' in body ? String(body.__type) : `HTTP ${status}`
    throw new Error(`${target}.${operation} was refused: ${code}`)
  }
