/** A refusal of SQS's: the name in the JSON answer, and the older code that comes in a header. */
export class SqsError extends Error {
  readonly type: string
  readonly queryCode: string

  constructor(type: string, message: string, queryCode = type) {
    super(message)
    this.name = 'SqsError'
    this.type = type
    this.queryCode = queryCode
  }
}

export const queueDoesNotExist = (): SqsError =>
  new SqsError(
    'QueueDoesNotExist',
    'The specified queue does not exist.',
    'AWS.SimpleQueueService.NonExistentQueue',
  )

export const missing = (name: string): SqsError =>
  new SqsError('MissingParameter', `The request must contain the parameter ${name}.`)

export const invalidValue = (name: string, value: unknown, reason: string): SqsError =>
  new SqsError('InvalidParameterValue', `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`)
