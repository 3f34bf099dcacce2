import { type Sharing, sharedWith } from '../src/domain/sharing.ts'
import { code, escapeText } from './text.ts'

/** The alias or the name of an account; its id where it has none. */
type NameOf = (account: string) => string

const byId: NameOf = account => account

/** `arn:aws:organizations::123456789012:organization/o-123` -> `o-123` */
const lastPart = (arn: string): string => arn.split('/').at(-1) ?? arn

/** The most accounts that are shown: an image may be shared with a thousand, and a text takes 3,000 characters. */
const SHOWN = 12

const each = (sharing: Sharing, nameOf: NameOf): string[] => [
  ...(sharing.isPublic ? ['everybody (public)'] : []),
  ...sharing.accounts.map(account => `account ${nameOf(account)}`),
  ...sharing.organizations.map(arn => `organization ${lastPart(arn)}`),
  ...sharing.organizationalUnits.map(arn => `organizational unit ${lastPart(arn)}`),
]

/** "accounts `1` (staging), `2`", each kind named once. */
const names = (sharing: Sharing, mark: (text: string) => string, nameOf: NameOf): string => {
  const account = (id: string): string =>
    nameOf(id) === id ? mark(id) : `${mark(id)} (${escapeText(nameOf(id), 60)})`
  let room = SHOWN - Number(sharing.isPublic)
  const kind = (one: string, ids: readonly string[], shownAs = mark): string[] => {
    const shown = ids.slice(0, Math.max(0, room)).map(shownAs)
    room -= shown.length
    return shown.length === 0 ? [] : [`${one}${shown.length === 1 ? '' : 's'} ${shown.join(', ')}`]
  }
  const all = [
    ...(sharing.isPublic ? ['everybody (public)'] : []),
    ...kind('account', sharing.accounts, account),
    ...kind('organization', sharing.organizations.map(lastPart)),
    ...kind('organizational unit', sharing.organizationalUnits.map(lastPart)),
  ]
  const more = sharedWith(sharing) - SHOWN
  return [...all, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}

/** Who else may launch an image, for mrkdwn. */
export const sharingWords = (sharing: Sharing, nameOf: NameOf = byId): string =>
  names(sharing, text => code(text, 60), nameOf)

/** All of them, each as plain text. */
export const sharedNames = (sharing: Sharing, nameOf: NameOf = byId): string[] => each(sharing, nameOf)

/** The same for plain text. */
export const sharingNames = (sharing: Sharing): string => names(sharing, text => text, byId)
