import type { Digest } from '../src/domain/digest.ts'
import type { CardMention } from '../src/domain/record.ts'
import type { NameOf } from './digest-words.ts'

export interface DigestView {
  digest: Digest
  nameOf: NameOf
  /** Who was called, or is called by this message, and the rules that want it. */
  mentions: readonly CardMention[]
  /** A sentence on why it stands here, for example that its own channel could not be reached. */
  notice?: string
}
