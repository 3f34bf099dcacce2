import type { Audience, Config } from './config.ts'
import type { Impact } from './impact.ts'
import { NOBODY, type Sharing, sharedWith, withoutSharing, withSharing } from './sharing.ts'

/** What Share… changes: who gets access to an image, and who loses it. */
export interface SharingDifference {
  share: Sharing
  unshare: Sharing
}

/** The audiences that a person chose, by their names. */
export interface AudienceChoice {
  add: readonly string[]
  remove: readonly string[]
}

type Audiences = Config['audiences']

const membersOf = ({ accounts, ous, organization }: Audience): Sharing => ({
  accounts,
  organizations: organization === undefined ? [] : [organization],
  organizationalUnits: ous,
  isPublic: false,
})

const allOf = (audiences: Audiences, names: readonly string[]): Sharing =>
  names
    .flatMap(name => (Object.hasOwn(audiences, name) ? (audiences[name] ?? []) : []))
    .map(membersOf)
    .reduce(withSharing, NOBODY)

/** An image's own account has access anyway, and EC2 takes no permission for it. */
const withoutOwner = (sharing: Sharing, account: string): Sharing => ({
  ...sharing,
  accounts: sharing.accounts.filter(id => id !== account),
})

/**
 * What a choice changes for an image: who gets access and does not have it yet, and who loses access and has it. An account in both keeps
 * access.
 *
 * @param account the image's own
 * @param now who has access
 */
export const differenceOf = (
  audiences: Audiences,
  { add, remove }: AudienceChoice,
  account: string,
  now: Sharing,
): SharingDifference => {
  const wanted = withoutOwner(allOf(audiences, add), account)
  const unwanted = withoutSharing(allOf(audiences, remove), wanted)
  return {
    share: withoutSharing(wanted, now),
    unshare: withoutSharing(unwanted, withoutSharing(unwanted, now)),
  }
}

/** The difference that takes this one back. */
export const oppositeOf = ({ share, unshare }: Partial<SharingDifference>): SharingDifference => ({
  share: unshare ?? NOBODY,
  unshare: share ?? NOBODY,
})

/** Whether both change the same, in whatever order it is written. */
export const isSameDifference = (a: SharingDifference, b: SharingDifference): boolean =>
  isSame(a.share, b.share) && isSame(a.unshare, b.unshare)

const isSame = (a: Sharing, b: Sharing): boolean =>
  sharedWith(withoutSharing(a, b)) + sharedWith(withoutSharing(b, a)) === 0

export const isNoDifference = ({ share, unshare }: SharingDifference): boolean =>
  sharedWith(share) + sharedWith(unshare) === 0

/** Those who are in no audience: sharing with them is refused. */
export const outsideAudiences = (audiences: Audiences, share: Sharing): Sharing =>
  withoutSharing(share, allOf(audiences, Object.keys(audiences)))

/** Who has access after a change. */
export const sharingAfter = (now: Sharing, { share, unshare }: SharingDifference): Sharing =>
  withSharing(withoutSharing(now, unshare), share)

/** The choice without names that the config does not have. */
export const knownChoice = (audiences: Audiences, { add, remove }: AudienceChoice): AudienceChoice => ({
  add: add.filter(name => Object.hasOwn(audiences, name)),
  remove: remove.filter(name => Object.hasOwn(audiences, name)),
})

export const isSameChoice = (a: AudienceChoice, b: AudienceChoice): boolean =>
  sorted(a.add) === sorted(b.add) && sorted(a.remove) === sorted(b.remove)

const sorted = (names: readonly string[]): string => JSON.stringify([...names].sort())

/** The impact with the access that the image has after the change: this is what the clause `shared` of an approval rule compares. */
export const withAccessAfter = (
  impact: Impact,
  { share = NOBODY, unshare = NOBODY }: Partial<SharingDifference>,
): Impact =>
  impact.sharing.known
    ? { ...impact, sharing: { known: true, value: sharingAfter(impact.sharing.value, { share, unshare }) } }
    : impact
