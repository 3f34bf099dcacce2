/** An answer that may be left open. */
export type Truth = 'yes' | 'no' | 'maybe'

export const not = (truth: Truth): Truth => (truth === 'maybe' ? 'maybe' : truth === 'yes' ? 'no' : 'yes')

/** Whether all of them hold; of none, yes. */
export const everyOf = (truths: readonly Truth[]): Truth =>
  truths.includes('no') ? 'no' : truths.includes('maybe') ? 'maybe' : 'yes'

/** Whether one of them holds; of none, no. */
export const someOf = (truths: readonly Truth[]): Truth =>
  truths.includes('yes') ? 'yes' : truths.includes('maybe') ? 'maybe' : 'no'
