import type { Ask } from '../domain/ask.ts'
import { type AnswerNeeds, answer } from './answer.ts'
import { type PerformNeeds, perform } from './perform.ts'

/** Serves what one person asked: a change is performed, a question answered, another workspace's or app's is dropped. */
export const serve = async (needs: PerformNeeds & AnswerNeeds, ask: Ask): Promise<void> => {
  const { config, log } = needs
  const isForeign =
    (config.workspaceId !== undefined && ask.workspaceId !== config.workspaceId) ||
    (config.appId !== undefined && ask.appId !== config.appId)
  if (isForeign)
    return log.warn('A request of another workspace or app was dropped.', {
      workspace: ask.workspaceId,
      app: ask.appId,
    })
  return ask.kind === 'change' ? perform(needs, ask) : answer(needs, ask)
}
