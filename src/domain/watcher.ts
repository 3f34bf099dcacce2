import type { Person } from './request.ts'
import { type About, isAbout, type Subject, subjectKey } from './subject.ts'

/** How many families and images one person can watch. */
export const MOST_WATCHED = 20

/** A person who gets direct messages about changes, and of what. */
export interface Watcher {
  person: Person
  /** How often it was written: two clicks at the same time cannot both write. */
  version: number
  /** The oldest first. */
  watches: readonly Watch[]
}

export interface Watch {
  on: Subject
  sinceMs: number
}

export const nobodyYet = (person: Person): Watcher => ({ person, version: 0, watches: [] })

export const watchOn = ({ watches }: Watcher, subject: Subject): Watch | undefined =>
  watches.find(({ on }) => subjectKey(on) === subjectKey(subject))

/** @returns undefined where it is watched already, or where there are too many */
export const withWatch = (
  watcher: Watcher,
  person: Person,
  on: Subject,
  sinceMs: number,
): Watcher | undefined =>
  watchOn(watcher, on) || watcher.watches.length >= MOST_WATCHED
    ? undefined
    : { ...watcher, person, watches: [...watcher.watches, { on, sinceMs }] }

/** @returns undefined where it is not watched */
export const withoutWatch = (watcher: Watcher, on: Subject): Watcher | undefined =>
  watchOn(watcher, on) && {
    ...watcher,
    watches: watcher.watches.filter(one => subjectKey(one.on) !== subjectKey(on)),
  }

/** The watch by which a person gets a message about this: the narrowest one that fits. */
export const watchedIn = ({ watches }: Watcher, about: About): Subject | undefined =>
  watches
    .map(({ on }) => on)
    .filter(on => isAbout(on, about))
    .sort((a, b) => Number(a.kind === 'family') - Number(b.kind === 'family'))[0]
