import type { LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda'
import { composeDoor } from '../compose-door.ts'

/** Slack's requests, by way of the function URL. */
export const handler = async (request: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> =>
  composeDoor()(request)
