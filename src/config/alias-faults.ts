import { type Alias, isAlias, isCollection, isPair, isScalar } from 'yaml'

/** The most values that all aliases of a file may stand for together: a list of 30 regions for 300 accounts. */
const MOST_VALUES = 10_000

interface AliasFault {
  offset: number
  expected: string
}

/**
 * Finds aliases that refer to nothing, to something that they are part of, or to too much: ten lines of aliases of aliases are
 * a billion values.
 *
 * @param root what the document holds
 */
export const aliasFaults = (root: unknown): AliasFault[] => {
  /** How many values an anchor stands for; `open` while they are being counted. */
  const sizes = new Map<string, number | 'open'>()
  const faults: AliasFault[] = []
  let expanded = 0

  const sizeOfAlias = (alias: Alias): number => {
    const refuse = (expected: string): number => {
      faults.push({ offset: alias.range?.[0] ?? 0, expected })
      return 1
    }
    const size = sizes.get(alias.source)
    if (size === undefined)
      return refuse(
        `a text that begins with * in quotes ('*${alias.source}'): unquoted, * starts a YAML alias, and no &${alias.source} stands before it`,
      )
    if (size === 'open')
      return refuse(`an alias of something else than what it is part of, got *${alias.source}`)
    const isFirst = expanded <= MOST_VALUES
    expanded += size
    return isFirst && expanded > MOST_VALUES
      ? refuse(`aliases that stand for at most ${MOST_VALUES} values, got more with *${alias.source}`)
      : size
  }

  const sizeOf = (node: unknown): number => {
    if (isAlias(node)) return sizeOfAlias(node)
    if (isPair(node)) return sizeOf(node.key) + sizeOf(node.value)
    const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined
    if (anchor !== undefined) sizes.set(anchor, 'open')
    const size = isCollection(node) ? node.items.reduce<number>((sum, item) => sum + sizeOf(item), 1) : 1
    if (anchor !== undefined) sizes.set(anchor, size)
    return size
  }

  sizeOf(root)
  return faults
}
