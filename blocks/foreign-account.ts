import type { Action } from '../src/domain/actions.ts'
import type { ForeignAccount } from '../src/domain/foreign-account.ts'
import type { ImageRef } from '../src/domain/image.ts'
import { notDone } from './image-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { code } from './text.ts'
import { accountWords, sinceWords } from './words.ts'

/** Refusals for images of accounts that amiops does not look after: nobody has permissions there. */

const whyWords = (account: string, foreign: ForeignAccount): string => {
  switch (foreign.kind) {
    case 'left': {
      const { name = account, leftAtMs } = foreign.account
      return `its account ${accountWords(account, name)} left the organization, as AWS has said since ${sinceWords(leftAtMs)}`
    }
    case 'excluded':
      return `its account ${code(account)} is excluded in the config`
    case 'unknown':
      return `its account ${code(account)} isn’t configured${foreign.isOfNone ? ', nor found in the organization' : ''}`
  }
}

const todoWords = (foreign: ForeignAccount): string => {
  switch (foreign.kind) {
    case 'left':
      return 'Use AWS in that account. If it is still yours, ask an amiops admin to add it under accounts in amiops.config.yml, with a role for amiops.'
    case 'excluded':
      return 'Ask an amiops admin to remove it from organization.exclude in amiops.config.yml.'
    case 'unknown':
      return 'Ask an amiops admin to add it under accounts in amiops.config.yml.'
  }
}

/** A question is not answered. */
export const renderForeignPlace = (image: ImageRef, foreign: ForeignAccount): Message =>
  renderNote(
    '🚫',
    `amiops can’t look up ${code(image.imageId)}: ${whyWords(image.account, foreign)}.`,
    todoWords(foreign),
  )

/** Nobody is noted as looking after its failure. */
export const renderForeignAcknowledgement = (image: ImageRef, foreign: ForeignAccount): Message =>
  renderNote(
    '🚫',
    `Couldn’t acknowledge the failure of ${code(image.imageId)}: ${whyWords(image.account, foreign)}. Nothing was changed.`,
    todoWords(foreign),
  )

/** A change is not made. */
export const renderForeignAccount = (action: Action, image: ImageRef, foreign: ForeignAccount): Message =>
  renderNote(
    '🚫',
    `${notDone(action, image)}: ${whyWords(image.account, foreign)}. Nothing was changed.`,
    todoWords(foreign),
  )
