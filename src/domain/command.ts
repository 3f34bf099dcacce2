import type { Config } from './config.ts'
import {
  type AliasVerb,
  type FamilyVerb,
  type ImageVerb,
  type ListVerb,
  type PeriodVerb,
  PLAIN_VERBS,
  type PlainVerb,
  type SubjectVerb,
} from './verb-kinds.ts'

/** What a slash command was understood as. */
export type Command =
  | { verb: PlainVerb }
  /** Of all families where none is named. */
  | { verb: FamilyVerb; family?: string }
  /** A list, and its filters as they were typed. */
  | { verb: ListVerb; filters: string }
  /** A family or an image, and what else was typed behind it. */
  | { verb: SubjectVerb; words: string }
  /** A period of time, as it was typed. */
  | { verb: PeriodVerb; period: string }
  /** What was typed behind it: an image, and until when. */
  | { verb: 'keep'; words: string }
  | ImageCommand
  /** An image to a named alias, else the next one; of another family than the image's where one is named. */
  | { verb: 'promote'; image: ImageCommand; alias?: string; family?: string }
  | { verb: 'rollback'; family: string; alias: string }
  | { verb: 'of-what'; asked: ImageVerb | AliasVerb }
  /** More than one image is named: each is a question of its own. */
  | { verb: 'of-many'; asked: ImageVerb | AliasVerb; imageIds: readonly string[] }
  /** No verb: the image of this name is searched. If there is none, a misspelt verb was probably meant. */
  | { verb: 'bare'; typed: string; image: ImageCommand; meant?: string }
  /** A misspelt verb and an image: the command that was meant. */
  | { verb: 'unknown'; typed: string; meant: string }

/** A command of one verb with nothing behind it. */
export const isPlain = (command: Command): command is { verb: PlainVerb } =>
  PLAIN_VERBS.some(verb => verb === command.verb)

/** How a command names an image: its account and region, and its id or name. */
export interface ImageCommand {
  verb: ImageVerb
  /** An image id, or a name. */
  target: string
  region?: string
  account?: string
  /** Words beside an image id that mean nothing here; one may be a misspelt alias. */
  rest?: readonly string[]
}

/** What the manifest calls the slash command; another app of amiops has another. */
export const USUAL_COMMAND = '/ami'

/** The slash command by the config, for texts that do not answer a typed command. */
export const slashCommandOf = ({ command = USUAL_COMMAND }: Pick<Config, 'command'>): string => command
