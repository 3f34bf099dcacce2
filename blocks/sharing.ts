import { type Sharing, sharedWith } from '../src/domain/sharing.ts'
import { code } from './text.ts'

/** `arn:aws:organizations::123456789012:organization/o-123` -> `o-123` */
const lastPart = (arn: string): string => arn.split('/').at(-1) ?? arn

/** The most accounts that are shown: an image may be shared with a thousand, and a text takes 3,000 characters. */
const SHOWN = 12

const each = (sharing: Sharing): string[] => [
  ...(sharing.isPublic ? ['everybody (public)'] : []),
  ...sharing.accounts.map(account => `account ${account}`),
  ...sharing.organizations.map(arn => `organization ${lastPart(arn)}`),
  ...sharing.organizationalUnits.map(arn => `organizational unit ${lastPart(arn)}`),
]

/** "accounts `1`, `2`", each kind named once. */
const names = (sharing: Sharing, mark: (text: string) => string): string => {
  let room = SHOWN - Number(sharing.isPublic)
  const kind = (one: string, ids: readonly string[]): string[] => {
    const shown = ids.slice(0, Math.max(0, room)).map(mark)
    room -= shown.length
    return shown.length === 0 ? [] : [`${one}${shown.length === 1 ? '' : 's'} ${shown.join(', ')}`]
  }
  const all = [
    ...(sharing.isPublic ? ['everybody (public)'] : []),
    ...kind('account', sharing.accounts),
    ...kind('organization', sharing.organizations.map(lastPart)),
    ...kind('organizational unit', sharing.organizationalUnits.map(lastPart)),
  ]
  const more = sharedWith(sharing) - SHOWN
  return [...all, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}

/** Who else may launch an image, for mrkdwn. */
export const sharingWords = (sharing: Sharing): string => names(sharing, text => code(text, 60))

/** All of them, each as plain text. */
export const sharedNames = (sharing: Sharing): string[] => each(sharing)

/** The same for plain text. */
export const sharingNames = (sharing: Sharing): string => names(sharing, text => text)
