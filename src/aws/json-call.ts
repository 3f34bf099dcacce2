import { AwsClient } from 'aws4fetch'

/** What signing a request to AWS takes. */
export interface Signing {
  region: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

export interface JsonService {
  service: 'sqs' | 'ssm'
  /** `AmazonSQS`, `AmazonSSM`: the first half of the target header. */
  target: string
  version: '1.0' | '1.1'
  endpoint: string
}

const TIMEOUT_MS = 2_000

/** AWS's own address of a service in a region; China has a domain of its own. */
export const defaultEndpoint = (service: JsonService['service'] | 'rbin', region: string): string =>
  `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`

/**
 * Calls one operation of an AWS service that speaks JSON. Eight kilobytes in place of an SDK client's 300: the door
 * answers from a cold start. Tried twice.
 *
 * @throws Error with the service's own code when it refuses, or when no answer comes within two seconds
 */
export const createJsonCall = (signing: Signing, { service, target, version, endpoint }: JsonService) => {
  const client = new AwsClient({ ...signing, service, retries: 1 })
  return async (operation: string, input: object): Promise<unknown> => {
    const response = await client.fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': `application/x-amz-json-${version}`,
        'x-amz-target': `${target}.${operation}`,
      },
      body: JSON.stringify(input),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const answer: unknown = await response.json().catch(() => ({}))
    if (response.ok) return answer
    const code =
      typeof answer === 'object' && answer !== null && '__type' in answer
        ? String(answer.__type)
        : `HTTP ${response.status}`
    throw new Error(`${target}.${operation} was refused: ${code}`)
  }
}
