import type { Mute } from '../../../domain/mute.ts'
import { person } from './image-parts.ts'
import { maybe, number, shape, text, yes } from './shape.ts'
import { subject } from './watch.ts'

/** The schemas of what channels have muted. */

export const mute = shape<Omit<Mute, 'version'>>({
  id: text,
  channelId: text,
  channelName: maybe(text),
  on: subject,
  by: person,
  why: maybe(text),
  atMs: number,
  untilMs: number,
  announcedTs: maybe(text),
  ended: maybe(shape<NonNullable<Mute['ended']>>({ atMs: number, by: person })),
  isReported: maybe(yes),
})
