/** The form body of EC2's query protocol: `ImageId.1=…&Filter.1.Name=…`. */
export interface Query {
  text(name: string): string | undefined
  flag(name: string): boolean
  /** The members `name.1`, `name.2`, … in order. */
  list(name: string): string[]
  /** The structures `name.1.…`, `name.2.…`, each to be read like a query of its own. */
  structures(name: string): Query[]
  /** Names of the top-level parameters that were sent. */
  names(): string[]
}

const indexesUnder = (form: URLSearchParams, prefix: string): number[] => {
  const indexes = new Set<number>()
  for (const key of form.keys()) {
    if (!key.startsWith(`${prefix}.`)) continue
    const index = Number(key.slice(prefix.length + 1).split('.')[0])
    if (Number.isInteger(index)) indexes.add(index)
  }
  return [...indexes].sort((a, b) => a - b)
}

export const createQuery = (form: URLSearchParams, within = ''): Query => ({
  text: name => form.get(within + name) ?? undefined,
  flag: name => form.get(within + name) === 'true',
  list: name =>
    indexesUnder(form, within + name)
      .map(index => form.get(`${within}${name}.${index}`))
      .filter(value => value !== null),
  structures: name =>
    indexesUnder(form, within + name).map(index => createQuery(form, `${within}${name}.${index}.`)),
  names: () => [
    ...new Set(
      [...form.keys()]
        .filter(key => key.startsWith(within))
        .map(key => key.slice(within.length).split('.')[0] ?? ''),
    ),
  ],
})
