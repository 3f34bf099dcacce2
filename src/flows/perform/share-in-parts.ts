import type { Change, ChangeAnswer } from '../../domain/change.ts'
import { GONE_CODES } from '../../domain/explain-ec2-refusal.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { NotShared } from '../../domain/request.ts'
import { NOBODY, type Sharing, sharedWith, withSharing } from '../../domain/sharing.ts'

export type SharedInParts = ChangeAnswer & { notShared?: readonly NotShared[] }

type Ask = (change: Change) => Promise<ChangeAnswer>

/** A part can be refused by itself: an account that is closed, everybody where public access is blocked or a policy denies it,
 * what is above a quota. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html */
const REFUSES_A_PART = /^(Invalid.*|OperationNotPermitted|UnauthorizedOperation|(?!Request).*LimitExceeded)$/

/** The refusal concerns the whole kind: EC2 would refuse each smaller part of it too. */
const REFUSES_A_KIND = ['UnauthorizedOperation']

/** Whether EC2's refusal may concern some of those to share with, and not the image. */
export const mayBeOfSome = (share: Sharing, code: string): boolean =>
  sharedWith(share) > 1 && REFUSES_A_PART.test(code) && !GONE_CODES.includes(code)

/** Everybody, accounts, organizations, units: EC2 has rules for each kind. */
const kindsOf = ({ accounts, organizations, organizationalUnits, isPublic }: Sharing): Sharing[] =>
  [
    { ...NOBODY, accounts },
    { ...NOBODY, organizations },
    { ...NOBODY, organizationalUnits },
    { ...NOBODY, isPublic },
  ].filter(kind => sharedWith(kind) > 0)

const each = ({ accounts, organizations, organizationalUnits, isPublic }: Sharing): Sharing[] => [
  ...accounts.map(account => ({ ...NOBODY, accounts: [account] })),
  ...organizations.map(arn => ({ ...NOBODY, organizations: [arn] })),
  ...organizationalUnits.map(arn => ({ ...NOBODY, organizationalUnits: [arn] })),
  ...(isPublic ? [{ ...NOBODY, isPublic: true }] : []),
]

const halvesOf = (sharing: Sharing): Sharing[] => {
  const all = each(sharing)
  const middle = Math.ceil(all.length / 2)
  return [all.slice(0, middle), all.slice(middle)].map(half => half.reduce(withSharing, NOBODY))
}

/**
 * Gives or takes launch permissions with one call for all. If EC2 refuses it, each kind is tried by itself, then each half of a kind, so
 * that one account that is refused does not prevent the others. A thousand single calls would take longer than a function may run.
 *
 * @param changeOf the call for a part of it
 * @param hasTime whether there is time to cut a part that was refused: the function has a minute, and EC2 takes five such calls a second
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
export const shareInParts = async (
  ask: Ask,
  changeOf: (part: Sharing) => Change,
  wanted: Sharing,
  hasTime: () => boolean,
): Promise<SharedInParts> => {
  const share = async (part: Sharing): Promise<SharedInParts> => {
    const answer = await ask(changeOf(part))
    if (answer.kind !== 'refused') return answer
    const { code, message } = answer
    const refused = { ...answer, notShared: [{ with: part, code, ...(message && { message }) }] }
    if (!hasTime() || !mayBeOfSome(part, code)) return refused
    const kinds = kindsOf(part)
    if (kinds.length === 1 && REFUSES_A_KIND.includes(code)) return refused
    const answers: SharedInParts[] = []
    for (const smaller of kinds.length > 1 ? kinds : halvesOf(part)) {
      const one = await share(smaller)
      if (one.kind === 'unknown') return one
      answers.push(one)
    }
    const notShared = together(answers.flatMap(one => one.notShared ?? []))
    const accepted = answers.findLast(one => one.kind === 'accepted')
    return { ...(accepted ?? answer), ...(notShared.length > 0 && { notShared }) }
  }
  return share(wanted)
}

/** Those that were refused for the same reason. */
const together = (refused: readonly NotShared[]): NotShared[] =>
  [...groupBy(refused, ({ code, message = '' }) => `${code} ${message}`)].map(([, all]) => ({
    ...(all[0] ?? { code: '' }),
    with: all.map(one => one.with).reduce(withSharing),
  }))
