import * as v from 'valibot'
import { defaultEndpoint } from '../src/aws/http/json-call.ts'
import { requestSigned } from '../src/aws/http/signed-request.ts'
import { endpointOf } from '../src/config/variables.ts'
import type { AwsClients } from './aws-clients.ts'

const COUNT = v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))
const ANSWER = v.object({
  GetTopicAttributesResponse: v.object({
    GetTopicAttributesResult: v.object({
      Attributes: v.object({ SubscriptionsConfirmed: COUNT, SubscriptionsPending: COUNT }),
    }),
  }),
})

/**
 * How many have subscribed to a topic, and how many of them have not confirmed it yet.
 * https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
 *
 * @throws where SNS does not say
 */
export const readSubscriptions = async (
  { sts }: Pick<AwsClients, 'sts'>,
  region: string,
  TopicArn: string,
): Promise<{ confirmed: number; pending: number }> => {
  const { accessKeyId, secretAccessKey, sessionToken } = await sts.config.credentials()
  const { status, body } = await requestSigned(
    { region, accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    {
      service: 'sns',
      method: 'POST',
      url: endpointOf('SNS') ?? defaultEndpoint('sns', region),
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        accept: 'application/json',
      },
      body: new URLSearchParams({
        Action: 'GetTopicAttributes',
        Version: '2010-03-31',
        TopicArn,
      }).toString(),
      signal: AbortSignal.timeout(5_000),
      tries: 2,
    },
  )
  const parsed = v.safeParse(ANSWER, body)
  if (!parsed.success) throw new Error(`sns:GetTopicAttributes was refused: HTTP ${status}`)
  const { SubscriptionsConfirmed: confirmed, SubscriptionsPending: pending } =
    parsed.output.GetTopicAttributesResponse.GetTopicAttributesResult.Attributes
  return { confirmed, pending }
}
