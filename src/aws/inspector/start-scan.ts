import type { AwsCredentialIdentity } from '@smithy/types'
import * as v from 'valibot'
import type { ChangeAnswer } from '../../domain/change.ts'
import { errorName } from '../../domain/error-name.ts'
import type { ImageRef } from '../../domain/image.ts'
import { defaultEndpoint } from '../http/json-call.ts'
import { requestSigned } from '../http/signed-request.ts'

export type StartScan = (image: ImageRef, credentials: AwsCredentialIdentity) => Promise<ChangeAnswer>

/**
 * No released SDK client has the operation, and AWS's reference with its address could not be read: the name and the body are documented,
 * the path follows Inspector's others (`/cissession/start`). If it is another one, Inspector refuses the call, and the answer points to
 * the EC2 console.
 * https://docs.aws.amazon.com/inspector/latest/user/machine-image-on-demand.html
 */
const PATH = '/ondemandscan/start'

const TIMEOUT_MS = 10_000
const WORDS = v.object({ message: v.optional(v.string()), Message: v.optional(v.string()) })

/** Starts a scan of one image by Amazon Inspector. Tried once: each scan that succeeds is charged. */
export const createStartScan =
  (endpoint: string | undefined): StartScan =>
  async ({ region, imageId }, credentials) => {
    try {
      const { status, headers, body } = await requestSigned(
        { ...credentials, region },
        {
          service: 'inspector2',
          method: 'POST',
          url: `${endpoint ?? defaultEndpoint('inspector2', region)}${PATH}`,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ resourceId: imageId, resourceType: 'AMI' }),
          signal: AbortSignal.timeout(TIMEOUT_MS),
          tries: 1,
        },
      )
      const id = headers['x-amzn-requestid']
      const requestId = id === undefined ? {} : { requestId: String(id) }
      if (status >= 200 && status < 300) return { kind: 'accepted', ...requestId }
      const [code = ''] = String(headers['x-amzn-errortype'] ?? `HTTP ${status}`).split(':')
      if (status >= 500) return { kind: 'unknown', reason: code, ...requestId }
      const words = v.safeParse(WORDS, body)
      const message = words.success ? (words.output.message ?? words.output.Message) : undefined
      return { kind: 'refused', code, message: message ?? 'no reason given.', ...requestId }
    } catch (error) {
      return { kind: 'unknown', reason: errorName(error) }
    }
  }
