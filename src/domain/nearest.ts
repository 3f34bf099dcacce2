/** How many letters apart two words are (Levenshtein), two that change places counting as one. */
const distance = (a: string, b: string): number => {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swapped = isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min(substituted, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}

/** Two letters wrong in a word of six or more, one in a shorter one, none in a syllable. */
const allowedIn = ({ length }: string): number => (length < 3 ? 0 : length < 6 ? 1 : 2)

/**
 * The words that were probably meant, the nearest first; capitals do not count.
 *
 * @param most how many at most
 * @param letters how many letters may be wrong; without it, by the length of the word
 */
export const nearest = (
  typed: string,
  words: Iterable<string>,
  most = 1,
  letters = allowedIn(typed),
): string[] => {
  const low = typed.toLowerCase()
  return [...new Set(words)]
    .filter(word => Math.abs(word.length - low.length) <= letters)
    .map(word => ({ word, apart: distance(low, word.toLowerCase()) }))
    .filter(({ apart }) => apart <= letters)
    .sort((a, b) => a.apart - b.apart || (a.word < b.word ? -1 : 1))
    .slice(0, most)
    .map(({ word }) => word)
}
