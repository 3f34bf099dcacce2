/** The facts that a card can show, by their names in the config; `tag:Team` is the tag Team. */
export const CARD_FACTS = [
  'access',
  'architecture',
  'size',
  'source',
  'protection',
  'lastLaunched',
  'deprecation',
  'owner',
] as const
type NamedFact = (typeof CARD_FACTS)[number]

export type CardFact = NamedFact | `tag:${string}`

/** A card shows so many at most. */
export const SHOWN_FACTS = 4

/** The facts that a card shows unless the config names others: whose image it is, then what it is. */
export const USUAL_CARD_FACTS: readonly CardFact[] = [
  'access',
  'tag:Team',
  'tag:Owner',
  'tag:Environment',
  'architecture',
  'size',
  'source',
  'lastLaunched',
]

export const isCardFact = (name: string): name is CardFact =>
  CARD_FACTS.some(one => one === name) || /^tag:./.test(name)
