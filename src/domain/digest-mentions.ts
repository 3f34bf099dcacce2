import type { CardMention } from './record.ts'

/** As many rules are named in a digest; whom further ones call is called without. */
const RULES_AT_MOST = 5

/** The rules that call somebody, each once with all whom it calls. */
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
 * Some of those whom a digest calls, with the rules that want it: each is named once, by the first rule.
 *
 * @returns with an empty rule whom no rule is known of
 */
export const mentionsOf = (rules: readonly CardMention[], called: readonly string[]): CardMention[] => {
  const left = new Set(called)
  const mentions = [...rules, { who: called, rule: '' }].map(({ who, rule }) => {
    const own = who.filter(one => left.delete(one))
    return { who: own, rule }
  })
  return mentions.filter(({ who }) => who.length > 0)
}
