import type { Sharing } from '../src/domain/sharing.ts'
import { code } from './text.ts'

/** `arn:aws:organizations::123456789012:organization/o-123` -> `o-123` */
const lastPart = (arn: string): string => arn.split('/').at(-1) ?? arn

/** An image may be shared with a thousand; a message takes 3,000 characters. */
const SHOWN = 12

const each = (sharing: Sharing, mark: (text: string) => string): string[] => [
  ...(sharing.isPublic ? ['everybody (public)'] : []),
  ...sharing.accounts.map(account => `account ${mark(account)}`),
  ...sharing.organizations.map(arn => `organization ${mark(lastPart(arn))}`),
  ...sharing.organizationalUnits.map(arn => `organizational unit ${mark(lastPart(arn))}`),
]

const names = (sharing: Sharing, mark: (text: string) => string): string => {
  const all = each(sharing, mark)
  const more = all.length > SHOWN ? [`and ${all.length - SHOWN} more`] : []
  return [...all.slice(0, SHOWN), ...more].join(', ')
}

/** Who else may launch an image, for mrkdwn. */
export const sharingWords = (sharing: Sharing): string => names(sharing, text => code(text, 60))

/** All of them, each as plain text. */
export const sharedNames = (sharing: Sharing): string[] => each(sharing, text => text)

/** The same for plain text. */
export const sharingNames = (sharing: Sharing): string => names(sharing, text => text)
