/** Keeps equal texts once in memory: parsed JSON has a copy for each place. */
export const createShared = (): ((text: string) => string) => {
  const known = new Map<string, string>()
  return text => {
    const before = known.get(text)
    if (before !== undefined) return before
    known.set(text, text)
    return text
  }
}
