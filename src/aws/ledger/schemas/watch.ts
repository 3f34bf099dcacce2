import * as v from 'valibot'
import type { News } from '../../../domain/news.ts'
import type { Subject } from '../../../domain/subject.ts'
import type { AddressedNews } from '../../../domain/watch-news.ts'
import type { Watch, Watcher } from '../../../domain/watcher.ts'
import { imageRef, person } from './image-parts.ts'
import { list, maybe, number, oneOf, type Schema, shape, text } from './shape.ts'

/** The schemas of what people watch. */

export const subject: Schema<Subject> = v.union([
  shape<Extract<Subject, { kind: 'family' }>>({ kind: oneOf(['family']), family: text }),
  shape<Extract<Subject, { kind: 'image' }>>({ kind: oneOf(['image']), image: imageRef, name: maybe(text) }),
])

export const watcher = shape<Omit<Watcher, 'version'>>({
  person,
  watches: list(shape<Watch>({ on: subject, sinceMs: number })),
})

const NEWS = {
  id: text,
  atMs: number,
  what: text,
  line: text,
  reason: maybe(text),
  image: maybe(imageRef),
  family: maybe(text),
}

export const news = shape<News>(NEWS)

export const addressedNews = shape<AddressedNews>({
  ...NEWS,
  sent: maybe(shape<NonNullable<AddressedNews['sent']>>({ as: text, atMs: number })),
})
