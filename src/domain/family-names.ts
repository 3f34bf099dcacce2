import { nearest } from './nearest.ts'

/** The family of this name. If none has exactly this name, letter case is ignored. */
export const familyNamed = (typed: string, known: ReadonlySet<string>): string | undefined =>
  known.has(typed) ? typed : [...known].find(family => family.toLowerCase() === typed.toLowerCase())

/** The families that were probably meant: misspelt ones, then those that the typed text is a part of. */
export const closestFamilies = (typed: string, known: ReadonlySet<string>, most: number): string[] => {
  const low = typed.toLowerCase()
  const holding = [...known].filter(family => family.toLowerCase().includes(low)).sort()
  return [...new Set([...nearest(typed, known, most), ...holding])].slice(0, most)
}
