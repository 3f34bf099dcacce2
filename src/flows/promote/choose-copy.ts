import type { AccountRegion } from '../../domain/alias.ts'
import { errorName } from '../../domain/error-name.ts'
import type { Copy } from '../../domain/promotion.ts'
import type { Sharing } from '../../domain/sharing.ts'
import type { Images } from '../../ports.ts'

/** The copy that an account can launch in a region, or why there is none. */
export type ChosenCopy = { ok: true; copy: Copy } | { ok: false; why: string }

const isAvailable = ({ facts }: Copy): boolean => facts.state === 'available'

/** Those that can be launched first, then the newest. */
const bestFirst = (a: Copy, b: Copy): number =>
  Number(isAvailable(b)) - Number(isAvailable(a)) ||
  (b.facts.createdAtMs ?? 0) - (a.facts.createdAtMs ?? 0) ||
  (a.image.imageId < b.image.imageId ? -1 : 1)

/** Whether an account may launch an image, or can be in an organization that may. */
export const isSharedWith = (
  { isPublic, accounts, organizations, organizationalUnits }: Sharing,
  account: string,
): boolean => isPublic || accounts.includes(account) || organizations.length + organizationalUnits.length > 0

/**
 * Chooses the copy for an account and region: its own, else one of another account that is shared with it. Whether the account is in an
 * organization that an image is shared with is not known here: EC2 decides when it is launched.
 */
export const chooseCopy = async (
  { images }: { images: Pick<Images, 'sharing'> },
  { account, region }: AccountRegion,
  copies: readonly Copy[],
  nameOf: (account: string) => string,
): Promise<ChosenCopy> => {
  const there = copies.filter(({ image }) => image.region === region).sort(bestFirst)
  const own = there.find(({ image }) => image.account === account)
  if (own && isAvailable(own)) return { ok: true, copy: own }
  let why: string | undefined
  for (const copy of there.filter(({ image }) => image.account !== account)) {
    const owner = nameOf(copy.image.account)
    try {
      const isShared = isSharedWith(await images.sharing(copy.image), account)
      if (isShared && (isAvailable(copy) || !own)) return { ok: true, copy }
      why ??= `its copy in ${owner} is not shared with this account`
    } catch (error) {
      why ??= `EC2 did not say whom its copy in ${owner} is shared with (${errorName(error)})`
    }
  }
  if (own) return { ok: true, copy: own }
  return { ok: false, why: why ?? 'no copy of it is there' }
}
