/** What Lambda gives a handler beside the event. */
export interface LambdaContext {
  awsRequestId: string
  functionName: string
  functionVersion: string
  invokedFunctionArn: string
  memoryLimitInMB: string
  logGroupName: string
  logStreamName: string
  callbackWaitsForEmptyEventLoop: boolean
  getRemainingTimeInMillis(): number
}

export type Handler = (event: unknown, context: LambdaContext) => unknown

export const isHandler = (value: unknown): value is Handler => typeof value === 'function'
