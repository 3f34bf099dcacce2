import { type ImageRef, imageKey } from './image.ts'

/** What a person watches, or a channel has muted: all images of a family, or one image. */
export type Subject =
  | { kind: 'family'; family: string }
  /** `name`: as it was when the person named it. */
  | { kind: 'image'; image: ImageRef; name?: string }

/** What a change is about: the image, if it is one image, and the family. */
export interface About {
  image?: ImageRef
  family?: string
}

/** Identifies a family or an image. */
export const subjectKey = (subject: Subject): string =>
  subject.kind === 'family' ? `family/${subject.family}` : `image/${imageKey(subject.image)}`

export const isAbout = (subject: Subject, { image, family }: About): boolean =>
  subject.kind === 'family'
    ? subject.family === family
    : image !== undefined && imageKey(image) === imageKey(subject.image)

/** What people call it; not escaped. */
export const subjectName = (subject: Subject): string =>
  subject.kind === 'family' ? subject.family : (subject.name ?? subject.image.imageId)

/** It, as it can be typed behind a verb. */
export const subjectWords = (subject: Subject): string => {
  if (subject.kind === 'family') return /\s/.test(subject.family) ? `"${subject.family}"` : subject.family
  const { imageId, region, account } = subject.image
  return `${imageId} ${region} ${account}`
}

/** Whether typed words name it: as they can be typed, by its id, or by its name. */
export const isNamed = (subject: Subject, typed: string): boolean => {
  const low = typed.toLowerCase()
  const names = [
    subjectWords(subject),
    subjectName(subject),
    ...(subject.kind === 'image' ? [subject.image.imageId] : []),
  ]
  return names.some(name => name.toLowerCase() === low)
}
