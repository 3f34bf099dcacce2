import type { RichTextElement } from '@slack/types'
import type { Difference } from '../src/domain/differences.ts'
import type { ImageRef } from '../src/domain/image.ts'
import { isNewImage } from '../src/domain/new-build.ts'
import type { FamilyImage, ImageRecord } from '../src/domain/record.ts'
import { agoText, bold, codeText, type Part, plainText, richPart } from './part.ts'
import { shorten, toLine } from './text.ts'
import { capital, consoleUrl } from './words.ts'

/** Another image of the same account and region: a link, its id, its age. */
export const familyImageWords = (
  place: Pick<ImageRef, 'account' | 'region'>,
  { imageId, name, atMs }: FamilyImage,
): RichTextElement[] => {
  const text = shorten(toLine(name), 140) || imageId
  const url = consoleUrl({ ...place, imageId })
  const link: RichTextElement = url === undefined ? plainText(text) : { type: 'link', url, text }
  return [link, plainText(' · '), codeText(imageId), plainText(' · '), agoText(atMs)]
}

const WHAT: Readonly<Record<Exclude<Difference['what'], 'tag'>, string>> = {
  architecture: 'architecture',
  platform: 'platform',
  size: 'size',
  base: 'source image',
}

const short = (value: string): string => shorten(toLine(value), 40) || '(empty)'

/** "size 8 GiB → 12 GiB", "tag Version 1 → 2", "new tag Owner: platform", "without tag Draft". */
const differenceWords = ({ what, key = '', from, to }: Difference): string => {
  if (what !== 'tag') return `${WHAT[what]} ${short(from ?? '')} → ${short(to ?? '')}`
  if (from === undefined) return `new tag ${short(key)}: ${short(to ?? '')}`
  return to === undefined ? `without tag ${short(key)}` : `tag ${short(key)} ${short(from)} → ${short(to)}`
}

const SHOWN = 5

/** The differences between two images, in one line of plain text. */
export const differencesWords = (differences: readonly Difference[]): string => {
  if (differences.length === 0) return 'no difference in size, source image, architecture, platform and tags'
  const more = differences.length - SHOWN
  return [...differences.slice(0, SHOWN).map(differenceWords), ...(more > 0 ? [`${more} more`] : [])].join(
    ' · ',
  )
}

/** Of a new image: its family, the build that it replaces and what differs. */
export const newBuildParts = (record: ImageRecord): Part[] => {
  const { newBuild } = record
  if (!newBuild || !isNewImage(record)) return []
  const { family, replaces } = newBuild
  const name = shorten(toLine(family), 80)
  if (!replaces)
    return [richPart(bold('🆕 First available build of '), plainText(`${name} in this account and region`))]
  return [
    richPart(
      bold('🆕 New build of '),
      plainText(name),
      bold(' · replaces '),
      ...familyImageWords(record, replaces),
    ),
    replaces.differences.length === 0
      ? richPart(plainText(capital(differencesWords([]))))
      : richPart(bold('Differs: '), plainText(differencesWords(replaces.differences))),
  ]
}
