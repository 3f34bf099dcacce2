import type { Timeline } from '../../kernel/timeline.ts'
import type { Answer, Bot } from '../bot.ts'
import type { Files } from '../files.ts'
import type { ResponseUrls } from '../response-urls.ts'
import type { Triggers } from '../triggers.ts'
import type { Workspace } from '../workspace.ts'
import type { Suggestions } from './suggestions.ts'

/** What every action of a person needs. */
export interface Interactor {
  workspace: Workspace
  bot: Bot
  timeline: Timeline
  triggers: Triggers
  responseUrls: ResponseUrls
  files: Files
  suggestions: Suggestions
}

/** The client would not let a person do this; nothing reached the bot. */
export class ImpossibleGesture extends Error {
  override readonly name = 'ImpossibleGesture'
  readonly status: 403 | 404 | 422

  constructor(status: 403 | 404 | 422, message: string) {
    super(message)
    this.status = status
  }
}

/** The end of a timeline title: what came back and when. */
export const outcomeOf = ({ status, tookMs, error }: Answer): string =>
  `${status || error} in ${Math.round(tookMs)} ms`
