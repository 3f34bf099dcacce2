import type { Finding, ImpactPart, ImpactParts, InstancesByAccount, SharedSnapshot, Use } from './impact.ts'

/** Kept of each part: enough for everybody to read, and the ledger's items hold 400 kB. */
const MOST_USES = 100
const MOST_IMAGES = 50
const MOST_ACCOUNTS = 100
const NAME_LENGTH = 80
const NAME_END = 24
const DETAIL_LENGTH = 100

/** Keeps the end, which has an instance's id. */
const cut = (use: Use): Use => ({
  ...use,
  ...(use.name.length > NAME_LENGTH && {
    name: `${use.name.slice(0, NAME_LENGTH - NAME_END - 1)}…${use.name.slice(-NAME_END)}`,
  }),
  ...(use.detail !== undefined && { detail: use.detail.slice(0, DETAIL_LENGTH) }),
})

const fewer = (uses: readonly Use[]): readonly Use[] => {
  if (uses.length <= MOST_USES) return uses
  const sorted = [...uses].sort((a, b) => (`${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1))
  const [{ kind } = { kind: 'instance' as const }] = sorted.slice(MOST_USES)
  const more = uses.length - MOST_USES
  return [...sorted.slice(0, MOST_USES), { kind, name: `and ${more} more`, more }]
}

/** Of very many accounts, those with the most instances; the others are added up as one. */
const fewerAccounts = ({ asked, running, unread }: InstancesByAccount): InstancesByAccount => {
  const sorted = [...running].sort((a, b) => b.instances - a.instances)
  const rest = sorted.slice(MOST_ACCOUNTS)
  const instances = rest.reduce((sum, one) => sum + one.instances, 0)
  const others = unread.length - MOST_ACCOUNTS
  return {
    asked,
    running: [
      ...sorted.slice(0, MOST_ACCOUNTS),
      ...(rest.length > 0 ? [{ name: `${rest.length} more accounts`, instances }] : []),
    ],
    unread: [
      ...unread.slice(0, MOST_ACCOUNTS).map(({ name, why }) => ({ name, why: why.slice(0, DETAIL_LENGTH) })),
      ...(others > 0 ? [{ name: `${others} more accounts`, why: 'left out here' }] : []),
    ],
  }
}

/** A part, cut to what can be stored; what is left out is counted. */
export const bounded = <Part extends ImpactPart>(
  part: Part,
  finding: Finding<ImpactParts[Part]>,
): Finding<ImpactParts[Part]> => {
  if (!finding.known) return finding
  if (part === 'otherAccounts') {
    const value: unknown = fewerAccounts(finding.value as InstancesByAccount)
    return { known: true, value: value as ImpactParts[Part] }
  }
  if (!Array.isArray(finding.value)) return finding
  const value: unknown =
    part === 'snapshots'
      ? (finding.value as readonly SharedSnapshot[]).map(snapshot => ({
          ...snapshot,
          alsoIn: snapshot.alsoIn.slice(0, MOST_IMAGES),
        }))
      : fewer(finding.value as readonly Use[]).map(cut)
  return { known: true, value: value as ImpactParts[Part] }
}
