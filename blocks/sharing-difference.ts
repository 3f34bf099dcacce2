import type { SharingDifference } from '../src/domain/audience.ts'
import type { SharingChange } from '../src/domain/cloud-trail-call.ts'
import { type Launcher, launchersOf } from '../src/domain/launcher.ts'
import type { Sharing } from '../src/domain/sharing.ts'
import { launcherWords } from './launchability.ts'
import { countWords } from './words.ts'

/** Who gets access and who loses it: "+ account `345…` (staging)", "− organization `o-…`". */

type NameOf = (account: string) => string

const SHOWN = 12

const signed = (sign: '+' | '−', sharing: Sharing, nameOf: NameOf | undefined): string[] =>
  launchersOf(sharing).map((one: Launcher) => `${sign} ${launcherWords(one, nameOf)}`)

/** Each on a line of its own, those who get access first. */
export const differenceLines = ({ share, unshare }: SharingDifference, nameOf?: NameOf): string[] => {
  const all = [...signed('+', share, nameOf), ...signed('−', unshare, nameOf)]
  return all.length <= SHOWN
    ? all
    : [...all.slice(0, SHOWN), `… and ${countWords(all.length - SHOWN, 'more change')}`]
}

/** In one line. */
const differenceWords = (difference: SharingDifference, nameOf?: NameOf): string =>
  differenceLines(difference, nameOf).join(', ')

/** As the history keeps it. */
export const sharingChangeWords = ({ added, removed }: SharingChange): string => {
  const sharingOf = (names: readonly string[]): Sharing => ({
    accounts: names.filter(name => /^\d{12}$/.test(name)),
    organizations: names.filter(name => name.includes(':organization/')),
    organizationalUnits: names.filter(name => name.includes(':ou/')),
    isPublic: names.includes('all'),
  })
  return differenceWords({ share: sharingOf(added), unshare: sharingOf(removed) })
}
