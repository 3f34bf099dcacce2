import type { Message } from '../../../blocks/message.ts'
import { renderReading } from '../../../blocks/reading.ts'
import { renderNotOneSubject } from '../../../blocks/subject.ts'
import {
  renderNoLongerWatched,
  renderNotWatched,
  renderTooManyWatched,
  renderWatched,
  renderWatching,
  renderWatchOfWhat,
} from '../../../blocks/watches.ts'
import type { AskOf } from '../../domain/ask.ts'
import { accountName } from '../../domain/config.ts'
import { isNamed } from '../../domain/subject.ts'
import { nobodyYet, type Watcher, watchOn, withoutWatch, withWatch } from '../../domain/watcher.ts'
import type { Clock, Watches } from '../../ports.ts'
import { updateStored } from '../../stored/update-stored.ts'
import { type FindSubjectNeeds, findSubject } from '../steps/find-subject.ts'

type Needs = FindSubjectNeeds & { ledger: Watches; clock: Clock }

const OFF = /(?:^|\s)(?:off|stop|end)$/i

/**
 * Begins or ends a person's watch of a family or an image: 1 which one 2 write it.
 *
 * @param words a family or an image; `off` after it ends the watch
 */
export const answerWatch = async (
  needs: Needs,
  ask: AskOf<'command'>,
  { name, words }: { name: string; words: string },
): Promise<Message> => {
  const { config, clock } = needs
  const { person } = ask
  // 1 what is named
  const typed = words.replace(OFF, '').trim()
  if (typed === '') return renderWatchOfWhat(name)
  if (OFF.test(words)) return endWatch(needs, person, name, typed)
  const found = await findSubject(needs, typed, ask)
  if (found.kind === 'waiting') return renderReading(found.places)
  if (found.kind !== 'found')
    return renderNotOneSubject({
      name,
      verb: 'watch',
      typed,
      ...found,
      nameOf: id => accountName(config, id),
    })
  // 2 write it
  const { subject } = found
  const { item, changed } = await changeWatcher(needs, person, now =>
    withWatch(now, person, subject, clock.nowMs()),
  )
  return changed || watchOn(item, subject)
    ? renderWatched(name, subject, changed)
    : renderTooManyWatched(name, subject)
}

/** Searched only among what the person watches, so that the watch of an image that is gone can be ended, too. */
const endWatch = async (
  needs: Needs,
  person: Watcher['person'],
  name: string,
  typed: string,
): Promise<Message> => {
  const unquoted = typed.replace(/^"(.*)"$/, '$1')
  const known = await readWatcher(needs, person)
  const on = known.watches.find(one => isNamed(one.on, typed) || isNamed(one.on, unquoted))?.on
  if (!on) return renderNotWatched(name, unquoted)
  await changeWatcher(needs, person, now => withoutWatch(now, on))
  return renderNoLongerWatched(on)
}

/** What a person watches. */
export const answerWatching = async (
  needs: Needs,
  { person }: Pick<AskOf<'command'>, 'person'>,
  name: string,
): Promise<Message> =>
  renderWatching(name, (await readWatcher(needs, person)).watches, id => accountName(needs.config, id))

const readWatcher = async ({ ledger }: Needs, person: Watcher['person']): Promise<Watcher> =>
  (await ledger.readWatcher(person.userId)) ?? nobodyYet(person)

const changeWatcher = (
  needs: Needs,
  person: Watcher['person'],
  change: (watcher: Watcher) => Watcher | undefined,
): Promise<{ item: Watcher; changed: boolean }> =>
  updateStored<Watcher, Watcher>(
    {
      name: `What ${person.userId} watches`,
      read: () => readWatcher(needs, person),
      save: needs.ledger.saveWatcher,
    },
    undefined,
    change,
  )
