import { isArnLike, isLike } from './wildcards.ts'

/** Whether one value of the request fits one of the policy. */
type Fits = (wanted: string, actual: string) => boolean

interface Operator {
  fits: Fits
  /** True where no value fits, also where the request has none. */
  isNegated?: boolean
}

const isSame: Fits = (wanted, actual) => wanted === actual
const isSameLetters: Fits = (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase()

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { fits: isSame },
  StringNotEquals: { fits: isSame, isNegated: true },
  StringEqualsIgnoreCase: { fits: isSameLetters },
  StringNotEqualsIgnoreCase: { fits: isSameLetters, isNegated: true },
  StringLike: { fits: isLike },
  StringNotLike: { fits: isLike, isNegated: true },
  ArnEquals: { fits: isArnLike },
  ArnNotEquals: { fits: isArnLike, isNegated: true },
  ArnLike: { fits: isArnLike },
  ArnNotLike: { fits: isArnLike, isNegated: true },
  Bool: { fits: isSameLetters },
  Null: { fits: isSame },
}

export interface ParsedOperator {
  /** For a key with several values. */
  quantifier?: 'ForAllValues' | 'ForAnyValue'
  operator: string
  /** Met where the request has no such key. */
  ifExists: boolean
}

/** `ForAllValues:StringEqualsIfExists` in its parts. */
export const parseOperator = (name: string): ParsedOperator => {
  const [, quantifier, operator = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? []
  return {
    operator,
    ifExists: ifExists !== undefined,
    ...(quantifier && { quantifier: quantifier as 'ForAllValues' | 'ForAnyValue' }),
  }
}
