import type { Unreached } from '../src/domain/owner-place.ts'
import { numberWords } from './words.ts'

const SHOWN = 5

/** "payments (8), no owner tag (4) and 2 more"; plain text, not escaped. */
const ownersWords = (owners: readonly Unreached[]): string => {
  const names = owners
    .slice(0, SHOWN)
    .map(({ owner, count }) => `${owner?.slice(0, 60) ?? 'no owner tag'} (${numberWords(count)})`)
  const more = owners.length - names.length
  return `${names.join(', ')}${more > 0 ? ` and ${numberWords(more)} more` : ''}`
}

/**
 * Whom a message does not reach in a channel of their own; plain text, a sentence.
 *
 * @param what "images", "instances": what is counted
 */
export const unreachedNotes = (owners: readonly Unreached[], what: 'images' | 'instances'): string[] =>
  owners.length === 0
    ? []
    : [
        `No channel is known for these owners of ${what}, so they may not see this: ${ownersWords(owners)}. An amiops admin can name one under fleet.ownerChannels${what === 'images' ? ' or families' : ' or accounts'}.`,
      ]
