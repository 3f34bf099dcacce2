/** A refusal of EC2's, in its own code and words. */
export class Ec2Error extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'Ec2Error'
    this.code = code
  }
}

const STATUSES: Readonly<Record<string, number>> = {
  RequestLimitExceeded: 503,
  ServiceUnavailable: 503,
  Unavailable: 503,
  InternalError: 500,
  InternalFailure: 500,
  UnauthorizedOperation: 403,
  AuthFailure: 403,
  DryRunOperation: 412,
}

export const statusOf = (code: string): number => STATUSES[code] ?? 400

/** EC2's message for an error code that a fault names, if the fault has no message. */
const MESSAGES: Readonly<Record<string, string>> = {
  RequestLimitExceeded: 'Request limit exceeded.',
  UnauthorizedOperation: 'You are not authorized to perform this operation.',
  ServiceUnavailable: 'Service is unavailable. Please try again shortly.',
  Unavailable: 'The service is unavailable. Please try again shortly.',
  InternalError: 'An internal error has occurred',
  AuthFailure: 'AWS was not able to validate the provided access credentials',
  RequestExpired: 'Request has expired.',
  OperationNotPermitted: 'The operation is not permitted.',
}

export const messageOf = (code: string): string => MESSAGES[code] ?? `The request failed with ${code}.`

/** Why IAM refuses a call, which EC2 also says in a form that only a further call decodes. */
export const unauthorized = (denial: string): Ec2Error =>
  new Ec2Error(
    'UnauthorizedOperation',
    `${messageOf('UnauthorizedOperation')} ${denial}. ` +
      `Encoded authorization failure message: ${Buffer.from(denial).toString('base64url')}`,
  )

export const notFound = (imageIds: readonly string[]): Ec2Error =>
  new Ec2Error(
    'InvalidAMIID.NotFound',
    imageIds.length === 1
      ? `The image id '[${imageIds[0]}]' does not exist`
      : `The image ids '[${imageIds.join(', ')}]' do not exist`,
  )

export const malformed = (imageId: string): Ec2Error =>
  new Ec2Error('InvalidAMIID.Malformed', `Invalid id: "${imageId}" (expecting "ami-...")`)

export const missingParameter = (name: string): Ec2Error =>
  new Ec2Error('MissingParameter', `The request must contain the parameter ${name}`)

export const invalidValue = (name: string, value: string, reason = ''): Ec2Error =>
  new Ec2Error(
    'InvalidParameterValue',
    `Value (${value}) for parameter ${name} is invalid.${reason && ` ${reason}`}`,
  )
