import { invalid, SsmError } from './errors.ts'
import type { StoredParameter } from './parameter.ts'

/** Of the standard tier. */
const BYTES_AT_MOST = 4_096

interface Proposed extends Pick<StoredParameter, 'type' | 'dataType'> {
  value: string
  allowedPattern: string | undefined
}

const parsePattern = (pattern: string): RegExp => {
  try {
    return new RegExp(`^(?:${pattern})$`)
  } catch {
    throw new SsmError(
      'InvalidAllowedPatternException',
      `The pattern ${pattern} is not a regular expression.`,
    )
  }
}

/** The checks that Parameter Store makes before it answers; whether an image exists is checked later. */
export const refuseValue = ({ type, dataType, value, allowedPattern }: Proposed): void => {
  if (Buffer.byteLength(value) > BYTES_AT_MOST) {
    throw invalid(
      `Standard tier parameters support a maximum parameter value of ${BYTES_AT_MOST} characters.`,
    )
  }
  if (dataType === 'aws:ec2:image' && type !== 'String') {
    throw invalid(`The data type ${dataType} is supported for parameters of type String, not ${type}.`)
  }
  if (allowedPattern === undefined) return
  const pattern = parsePattern(allowedPattern)
  const values = type === 'StringList' ? value.split(',') : [value]
  if (values.every(one => pattern.test(one))) return
  throw new SsmError(
    'ParameterPatternMismatchException',
    `Parameter value, cannot be validated against allowedPattern: ${allowedPattern}`,
  )
}
