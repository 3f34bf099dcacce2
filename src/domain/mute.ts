import type { Person } from './request.ts'
import type { Route } from './route.ts'
import { type About, isAbout, type Subject, subjectKey } from './subject.ts'

export const LONGEST_MUTE_MS = 7 * 24 * 60 * 60_000

/** A family or an image whose cards and digests are not posted in a channel for some time. */
export interface Mute {
  id: string
  /** How often it was written, so that the schedule and a person cannot both end it. */
  version: number
  channelId: string
  /** What the config may call the channel. */
  channelName?: string
  on: Subject
  by: Person
  /** The person's own words. */
  why?: string
  atMs: number
  untilMs: number
  /** Where the channel was told. */
  announcedTs?: string
  /** Somebody ended it before its time. */
  ended?: { atMs: number; by: Person }
  /** The channel was told of its end. */
  isReported?: true
}

export const muteEndMs = ({ ended, untilMs }: Mute): number => ended?.atMs ?? untilMs

export const isOver = (mute: Mute, nowMs: number): boolean => nowMs >= muteEndMs(mute)

/** Ends are whole seconds, as AWS's times are: what happens in the second of the end is announced. */
export const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000

/** Whether the config's channel is the one that was muted: it may have its name or its id. */
const isInChannel = ({ channelId, channelName }: Mute, channel: string): boolean =>
  channel === channelId || channel === channelName

/** An event that mentions somebody, or whose rule says `always: card`, is posted in spite of a mute. */
export const canBeMuted = ({ mention, always }: Route): boolean =>
  mention.length === 0 && always === undefined

/**
 * The mute that keeps a change out of a channel: one that is in force, or one that was in force when the change happened. So a late event
 * of that time is not announced as new after the mute has ended.
 */
export const muteOf = (
  mutes: readonly Mute[],
  channel: string,
  change: About & { atMs: number },
  nowMs: number,
): Mute | undefined =>
  mutes.find(
    mute =>
      isInChannel(mute, channel) &&
      isAbout(mute.on, change) &&
      (!isOver(mute, nowMs) || (change.atMs >= mute.atMs && change.atMs < muteEndMs(mute))),
  )

/** The mute in force of just this family or image. */
export const muteInForce = (
  mutes: readonly Mute[],
  channelId: string,
  on: Subject,
  nowMs: number,
): Mute | undefined =>
  mutes.find(
    mute => mute.channelId === channelId && subjectKey(mute.on) === subjectKey(on) && !isOver(mute, nowMs),
  )
