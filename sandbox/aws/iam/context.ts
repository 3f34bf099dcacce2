/** What a request says about itself: values by condition keys, whose letters may be small or large. */
export type Context = ReadonlyMap<string, readonly string[]>

/** A key without a value is not in the request. */
export const createContext = (
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): Context =>
  new Map(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key.toLowerCase(), [value].flat()] as const],
    ),
  )

export const valuesOf = (context: Context, key: string): readonly string[] =>
  context.get(key.toLowerCase()) ?? []

/**
 * A policy's text with `${aws:PrincipalOrgID}` and the like replaced by the request's values; undefined where the request has
 * none, or several: nothing fits it then.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const fillIn = (text: string, context: Context): string | undefined => {
  let isComplete = true
  const filled = text.replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
    if (/^[*?$]$/.test(name)) return name
    const [value, ...others] = valuesOf(context, name)
    if (value === undefined || others.length > 0) isComplete = false
    return value ?? ''
  })
  return isComplete ? filled : undefined
}
