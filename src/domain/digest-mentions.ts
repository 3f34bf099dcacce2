import type { CardMention } from './record.ts'

/** The most rules that a digest names. People whom further rules mention are mentioned without the rule. */
const RULES_AT_MOST = 5

/** The rules that mention somebody, each once with all the people it mentions. */
export const withRules = (
  known: readonly CardMention[],
  more: readonly CardMention[],
): readonly CardMention[] => {
  const whoOf = new Map(known.map(({ rule, who }) => [rule, who]))
  for (const { rule, who } of more)
    if (whoOf.has(rule) || whoOf.size < RULES_AT_MOST)
      whoOf.set(rule, [...new Set([...(whoOf.get(rule) ?? []), ...who])])
  return [...whoOf].map(([rule, who]) => ({ who, rule }))
}

/**
 * Some of the people whom a digest mentions, by rule: each person is named once, with the first rule.
 *
 * @returns people without a known rule have an empty one
 */
export const mentionsOf = (rules: readonly CardMention[], called: readonly string[]): CardMention[] => {
  const left = new Set(called)
  const mentions = [...rules, { who: called, rule: '' }].map(({ who, rule }) => {
    const own = who.filter(one => left.delete(one))
    return { who: own, rule }
  })
  return mentions.filter(({ who }) => who.length > 0)
}
