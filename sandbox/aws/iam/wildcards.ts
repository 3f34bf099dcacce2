/** Whether a text fits a pattern of IAM's: `*` stands for any text, `?` for one sign. */
export const isLike = (pattern: string, text: string): boolean => {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${expression}$`, 's').test(text)
}

/** `arn`, partition, service, region, account, and the rest, which may hold colons itself. */
const splitArn = (arn: string): string[] => {
  const parts = arn.split(':')
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])]
}

/**
 * Whether an ARN fits a pattern: each of the six parts by itself, as the ARN operators compare.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const isArnLike = (pattern: string, arn: string): boolean => {
  const [patterns, parts] = [splitArn(pattern), splitArn(arn)]
  if (patterns.length !== 6 || parts.length !== 6) return false
  return patterns.every((one, index) => isLike(one, parts[index] ?? ''))
}
