/** Keeps equal texts once: parsed JSON has a text of its own in each place where it stands. */
export const createShared = (): ((text: string) => string) => {
  const known = new Map<string, string>()
  return text => {
    const before = known.get(text)
    if (before !== undefined) return before
    known.set(text, text)
    return text
  }
}
