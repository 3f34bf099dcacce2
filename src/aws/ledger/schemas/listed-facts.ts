/** Checks of what lists keep of images, by hand: a schema for each of fifty thousand images takes four times as long. */

type Unknown = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isMaybe = (value: unknown, type: 'string' | 'number' | 'boolean'): boolean =>
  value === undefined || typeof value === type

export const isTexts = (values: unknown): boolean =>
  isObject(values) && Object.values(values).every(value => typeof value === 'string')

export const isListedFacts = (facts: unknown): boolean =>
  isObject(facts) &&
  isMaybe(facts.name, 'string') &&
  isMaybe(facts.createdAtMs, 'number') &&
  isMaybe(facts.sizeGiB, 'number') &&
  isMaybe(facts.launchedOnMs, 'number') &&
  isMaybe(facts.deprecatedAtMs, 'number') &&
  (facts.hasMoreTags === undefined || facts.hasMoreTags === true) &&
  isTexts(facts.tags)
