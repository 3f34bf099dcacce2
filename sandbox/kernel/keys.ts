/** An image id, a UUID (of an event, a message, a request) or a digest, by which lines of a timeline belong together. */
const KEY = /\bami-[0-9a-f]{8,17}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{40}\b/g

/** Parts that quote earlier entries: a clicked message names the event it was posted for, an answer the question. */
const QUOTES = new Set(['message', 'metadata', 'answer', 'view'])

/** The ids in `detail`, each once. */
export const keysOf = (detail: unknown): string[] => {
  const text = JSON.stringify(detail, (name, value: unknown) => (QUOTES.has(name) ? undefined : value)) ?? ''
  return [...new Set(text.match(KEY))]
}
