import type { Digest } from '../src/domain/digest.ts'
import type { CardMention } from '../src/domain/record.ts'
import type { NameOf } from './digest-words.ts'

export interface DigestView {
  digest: Digest
  nameOf: NameOf
  /** Who was mentioned, or is mentioned by this message, and the rules that do so. */
  mentions: readonly CardMention[]
  /** Why it is in this channel, for example because its own channel could not be reached. */
  notice?: string
}
