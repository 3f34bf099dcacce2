/** Whether `text` fits a pattern in which `*` stands for any characters and `?` for one. Letters' case counts. */
export const isMatch = (pattern: string, text: string): boolean => {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  // Walks both once and remembers the last star: no backtracking that a hostile name could make slow.
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++
      resume = t
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/**
 * Whether one pattern matches every text that another one matches. `true` is always right; for patterns that differ only in the order of
 * `*` and `?` it may be false.
 */
export const coversPattern = (wider: string, narrower: string): boolean => {
  const fits = (w: number, n: number): boolean =>
    wider[w] === '?' ? narrower[n] !== '*' : wider[w] === narrower[n] && narrower[n] !== '*'
  let w = 0
  let n = 0
  let star = -1
  let resume = 0
  while (n < narrower.length) {
    if (wider[w] === '*') {
      star = w++
      resume = n
    } else if (w < wider.length && fits(w, n)) {
      w++
      n++
    } else if (star >= 0) {
      w = star + 1
      n = ++resume
    } else return false
  }
  while (wider[w] === '*') w++
  return w === wider.length
}
