import { createHash, randomBytes } from 'node:crypto'

type Prefix = 'ami' | 'snap' | 'i' | 'lt' | 'r' | 'vpc' | 'subnet'

const HEX_DIGITS = 17

const IMAGE_ID = /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/

/** The id that AWS's own sample events carry, though EC2 would never give it out. */
const SAMPLE_IMAGE_ID = 'ami-0123456789example'

export const isImageId = (text: string): boolean => IMAGE_ID.test(text) || text === SAMPLE_IMAGE_ID

/** An id as EC2 gives them out today: 17 hexadecimal digits. */
export const createId = (prefix: Prefix): string => `${prefix}-0${randomBytes(8).toString('hex')}`

/** The same id for the same name at every start, so that docs and tests can name a seeded image. */
export const createSeededId = (prefix: Prefix, name: string): string =>
  `${prefix}-0${createHash('sha256').update(`${prefix} ${name}`).digest('hex')}`.slice(
    0,
    prefix.length + 1 + HEX_DIGITS,
  )
