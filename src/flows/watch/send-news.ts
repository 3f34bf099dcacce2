import { renderManyNews, renderWatchNews } from '../../../blocks/watches.ts'
import { asSlackSays } from '../../domain/colleague.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { type Config, isOurWorkspace } from '../../domain/config.ts'
import { type Subject, subjectKey } from '../../domain/subject.ts'
import {
  type AddressedNews,
  ALONE,
  DROPPED,
  decideWatchMessages,
  type WatchMessages,
} from '../../domain/watch-news.ts'
import { type Watcher, watchedIn } from '../../domain/watcher.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Delivery, Leases, Messenger, Watches } from '../../ports.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'

export interface SendNewsNeeds extends PostOnceNeeds {
  ledger: PostOnceNeeds['ledger'] & Leases & Watches
  messenger: PostOnceNeeds['messenger'] & Pick<Messenger, 'update' | 'person'>
  config: Config
}

/** Longer than a function that sends may run on. */
const SENDING_MS = 60_000
/** The function has other work, too; the schedule sends the rest. */
const SEND_FOR_MS = 10_000
const PEOPLE_AT_ONCE = 4
/** How often news that arrived meanwhile are sent as well; the schedule sends the rest. */
const ROUNDS = 3

/**
 * Sends people the news that wait for them, by direct message, each once: 1 only one function at a time for each person 2 how: one by
 * one, or many as one message 3 does the person still have access 4 send 5 save that it is sent. Never throws: a message that can't be
 * sent is logged, and the schedule sends those that only wait for Slack.
 */
export const sendNews = async (needs: SendNewsNeeds, userIds: readonly string[]): Promise<void> => {
  const { clock, log } = needs
  const untilMs = clock.nowMs() + SEND_FOR_MS
  await inParallel(userIds, PEOPLE_AT_ONCE, async userId => {
    if (clock.nowMs() >= untilMs) return
    await sendTo(needs, userId).catch(error =>
      log.warn('Direct messages about watched images are sent later.', { userId, why: String(error) }),
    )
  })
}

const sendTo = async (needs: SendNewsNeeds, userId: string): Promise<void> => {
  const { ledger, clock, config } = needs
  // 1 only one function at a time
  const lease = `news/${userId}`
  const me = crypto.randomUUID()
  if (!(await ledger.takeLease(lease, clock.nowMs(), SENDING_MS, me))) return
  try {
    for (let round = 0; round < ROUNDS; round++) {
      // 2 how
      const all = await ledger.readWatchNews(userId)
      const messages = decideWatchMessages(all, config.digest.above, clock.nowMs())
      if (!messages || !(await sendMessages(needs, userId, messages))) return
    }
  } finally {
    await ledger.takeLease(lease, clock.nowMs(), 0, me)
  }
}

/** @returns whether Slack has room for more */
const sendMessages = async (
  needs: SendNewsNeeds,
  userId: string,
  messages: WatchMessages,
): Promise<boolean> => {
  const { ledger, clock, log } = needs
  const watcher = await ledger.readWatcher(userId)
  const waiting = messages.news.filter(({ sent }) => sent === undefined)
  const save = (news: readonly AddressedNews[], as: string) =>
    ledger.saveWatchNewsSent(userId, news, { as, atMs: clock.nowMs() })
  // 3 Does the person still have access? It was asked a moment ago if the message is posted already.
  const isOpen = messages.kind === 'many' && messages.isOpen
  const may = isOpen ? 'yes' : await mayKnow(needs, watcher)
  if (may === 'unknown') return false
  const own = may === 'yes' && watcher ? messages.news.filter(one => watchedIn(watcher, one)) : []
  const dropped = waiting.filter(one => !own.includes(one))
  if (dropped.length > 0) {
    log.info('News are not sent: the person ended the watch, or has no access any more.', {
      userId,
      news: dropped.length,
    })
    await save(dropped, DROPPED)
  }
  // 4 send
  const ways = watcher ? waysToSend(needs, watcher, { ...messages, news: own }) : []
  for (const { news, as, send } of ways) {
    const delivery = await send()
    if (delivery.kind === 'busy') return false
    if (delivery.kind !== 'delivered')
      log.warn('A direct message about a watched image could not be sent.', {
        userId,
        news: news.slice(0, 20).map(({ id }) => id),
        ...delivery,
      })
    // 5 save that it is sent
    await save(
      news.filter(({ sent }) => sent === undefined),
      delivery.kind === 'delivered' ? as : DROPPED,
    )
  }
  return true
}

interface WayToSend {
  news: readonly AddressedNews[]
  as: string
  send: () => Promise<Delivery>
}

const waysToSend = (needs: SendNewsNeeds, watcher: Watcher, messages: WatchMessages): WayToSend[] => {
  const { userId } = watcher.person
  const name = slashCommandOf(needs.config)
  const { news } = messages
  if (messages.kind === 'alone')
    return news.flatMap(one => {
      const on = watchedIn(watcher, one)
      if (!on) return []
      const message = renderWatchNews(name, one, on)
      const send = () => postOnce(needs, { key: `watch/${one.id}/${userId}`, channel: userId, message })
      return [{ news: [one], as: ALONE, send }]
    })
  if (news.length === 0) return []
  const subjects = new Map(
    news
      .flatMap((one): Subject | [] => watchedIn(watcher, one) ?? [])
      .map(on => [subjectKey(on), on] as const),
  )
  const message = renderManyNews(name, news, [...subjects.values()])
  const send = async (): Promise<Delivery> => {
    const posted = await postOnce(needs, { key: `watch/${messages.key}/${userId}`, channel: userId, message })
    // An earlier try, or an earlier part of the burst, has posted it.
    if (posted.kind !== 'delivered' || posted.payload === undefined) return posted
    const edited = await needs.messenger.update(posted.channelId, posted.ts, message)
    return edited.kind === 'gone' ? posted : edited
  }
  return [{ news, as: messages.key, send }]
}

/** Everybody who may ask for the status of an image has access. Slack's answer about the person decides that. */
const mayKnow = async (
  { config, messenger }: SendNewsNeeds,
  watcher: Watcher | undefined,
): Promise<'yes' | 'no' | 'unknown'> => {
  if (!watcher) return 'no'
  const { person } = watcher
  const answer = await messenger.person(person.userId)
  if (!answer.known) return 'unknown'
  const asKnown = asSlackSays(config, { ...person, workspaceId: '' }, answer)
  return isOurWorkspace(config, asKnown.workspaceId, config.workspaceId ?? person.workspaceId) ? 'yes' : 'no'
}
