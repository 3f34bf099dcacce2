import type { ImageRef } from '../src/domain/image.ts'
import type { Request } from '../src/domain/request.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { code, escapeText } from './text.ts'
import { numberWords } from './words.ts'

/** Private answers to somebody who keeps an image from being cleaned up. */

export const renderKeepFault = (name: string, why: string): Message =>
  renderNote(
    '🔍',
    `${escapeText(why, 200)} Nothing was changed.`,
    `For example ${code(`${name} keep ami-0123456789abcdef0 until 2027-01-31`)}, or ${code('90d')}, ${code('12w')}, ${code('1y')} from now; ${code(`${name} keep ami-0123456789abcdef0 off`)} ends it.`,
  )

const NAMED = 5

/** More than one image matches, or none. */
export const renderKeepWhich = (name: string, images: readonly ImageRef[], until: string): Message =>
  renderNote(
    '🔍',
    images.length === 0
      ? 'It needs one image: its id or its name. Nothing was changed.'
      : `${numberWords(images.length)} images match: ${images
          .slice(0, NAMED)
          .map(({ imageId, region }) => `${code(imageId)} in ${region}`)
          .join(', ')}${images.length > NAMED ? ', …' : ''}. Nothing was changed.`,
    `Name one by its id: ${code(`${name} keep ${images[0]?.imageId ?? 'ami-0123456789abcdef0'} until ${until}`)}`,
  )

/** @param until undefined if it is no longer kept */
export const renderKept = (
  request: Request,
  name: string | undefined,
  until: string | undefined,
): Message => {
  const { image, state, reason } = request
  const which = `${name === undefined ? '' : `${code(name, 140)} `}${code(image.imageId)}`
  if (state === 'failed' || state === 'refused' || state === 'unknown')
    return renderNote('❌', `${which}: ${reason ?? 'the tag was not set.'}`)
  return until === undefined
    ? renderNote('📌', `${which} is no longer kept: it can be suggested for clean-up again.`)
    : renderNote(
        '📌',
        `${which} is kept from clean-up until ${until}.`,
        'Its tag `amiops:keep-until` says so in EC2.',
      )
}
