import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda'
import { composeIngress } from '../compose-ingress.ts'

/** Slack's requests, by way of the function URL. */
export const handler = async (request: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> =>
  composeIngress()(request)
