import type { News } from '../../domain/news.ts'
import { type AddNewsNeeds, addNews } from './add-news.ts'
import { type SendNewsNeeds, sendNews } from './send-news.ts'

/**
 * Tells those who watch an image or its family of something beside an event: an alias, an alert, a plan. The same news twice are told
 * once. Never throws: what cannot be sent now is sent by the schedule, or is a line in the log.
 */
export const tellWatchers = async (
  needs: AddNewsNeeds & SendNewsNeeds,
  news: readonly News[],
): Promise<void> => sendNews(needs, await addNews(needs, news))
