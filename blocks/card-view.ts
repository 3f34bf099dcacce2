import type { Action } from '../src/domain/actions.ts'
import type { CardFact } from '../src/domain/card-facts.ts'
import type { InstancesByAccount } from '../src/domain/impact.ts'
import type { CardMention, ImageRecord } from '../src/domain/record.ts'
import type { PersonStyle } from './words.ts'

export interface CardView {
  record: ImageRecord
  /** The account's alias, or its id. */
  accountName: string
  /** The same of any account. */
  nameOf?: (account: string) => string
  style: PersonStyle
  /** The slash command's name, where it is not the usual one. */
  command?: string
  /** The actions that it has buttons for; all that make sense where none are given. */
  offered?: readonly Action[]
  /** It can be revoked from its card. */
  canRevoke?: true
  /** The config lists Revoke, so that its undo is a button where it is revoked. */
  mayUndoRevocation?: true
  /** Whom this card mentions. Editing a card notifies nobody. */
  mention?: CardMention
  /** The facts to show, the first ones that the image has. */
  facts?: readonly CardFact[]
  /** The image can be promoted to an alias of its family. */
  canPromote?: true
  /** The aliases of its family that require a scan by Amazon Inspector. */
  scanRequiredBy?: readonly string[]
  /** How many instances run the image, where that was looked up. */
  instances?: InstancesByAccount
  /** Why the card is in this channel, for example because its own could not be reached. */
  notice?: string
}
