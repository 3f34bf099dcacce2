import { OPERATORS, parseOperator } from './condition-operators.ts'
import { type Context, fillIn, valuesOf } from './context.ts'
import type { Statement } from './policy.ts'

/** One key of one operator; its wanted values are alternatives. */
const isMet = (name: string, key: string, wanted: readonly string[], context: Context): boolean => {
  const { quantifier, operator, ifExists } = parseOperator(name)
  const actual = valuesOf(context, key)
  if (operator === 'Null') return wanted.includes(String(actual.length === 0))
  const found = OPERATORS[operator]
  if (!found) return false
  if (actual.length === 0 && ifExists) return true
  const filled = wanted.flatMap(text => fillIn(text, context) ?? [])
  const fits = (value: string): boolean =>
    filled.some(text => found.fits(text, value)) !== (found.isNegated ?? false)
  if (quantifier === 'ForAllValues') return actual.every(fits)
  if (quantifier === 'ForAnyValue') return actual.some(fits)
  if (actual.length === 0) return found.isNegated ?? false
  return found.isNegated ? actual.every(fits) : actual.some(fits)
}

/** All operators and keys of a statement have to be met. */
export const areConditionsMet = ({ Condition }: Statement, context: Context): boolean =>
  Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => isMet(operator, key, wanted, context)),
  )
