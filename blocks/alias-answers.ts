import type { AliasRule } from '../src/domain/alias.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { code } from './text.ts'

/** Private sentences to a person who wants to set an alias. */

export const renderNoAliases = (name: string, family: string): Message =>
  renderNote(
    '🔍',
    `${code(name, 128)} has no alias to be promoted to: ${family === '' ? 'its family is not known' : `the family ${code(family, 100)} has none`}. Nothing was changed.`,
    'An amiops admin can add aliases under families in amiops.config.yml.',
  )

export const renderNoSuchAlias = (alias: string, family: string, rules: readonly AliasRule[]): Message =>
  renderNote(
    '🔍',
    `The family ${code(family, 100)} has no alias ${code(alias, 60)}. Nothing was changed.`,
    rules.length === 0
      ? 'An amiops admin can add aliases under families in amiops.config.yml.'
      : `Its aliases: ${rules.map(({ name }) => code(name)).join(', ')}.`,
  )
