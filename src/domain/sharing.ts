/** Who else may launch the image. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchPermission.html */
export interface Sharing {
  accounts: readonly string[]
  /** ARNs. */
  organizations: readonly string[]
  /** ARNs. */
  organizationalUnits: readonly string[]
  isPublic: boolean
}

export const NOBODY: Sharing = { accounts: [], organizations: [], organizationalUnits: [], isPublic: false }

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])]

/** Both together. */
export const withSharing = (a: Sharing, b: Sharing): Sharing => ({
  accounts: union(a.accounts, b.accounts),
  organizations: union(a.organizations, b.organizations),
  organizationalUnits: union(a.organizationalUnits, b.organizationalUnits),
  isPublic: a.isPublic || b.isPublic,
})

/** Those of `wanted` that `given` leaves out. */
export const withoutSharing = (wanted: Sharing, given: Sharing): Sharing => ({
  accounts: wanted.accounts.filter(account => !given.accounts.includes(account)),
  organizations: wanted.organizations.filter(arn => !given.organizations.includes(arn)),
  organizationalUnits: wanted.organizationalUnits.filter(arn => !given.organizationalUnits.includes(arn)),
  isPublic: wanted.isPublic && !given.isPublic,
})

/** Those that are in both. */
export const inBoth = (a: Sharing, b: Sharing): Sharing => withoutSharing(a, withoutSharing(a, b))

/** How many others may launch it; everybody counts as one. */
export const sharedWith = ({ accounts, organizations, organizationalUnits, isPublic }: Sharing): number =>
  accounts.length + organizations.length + organizationalUnits.length + (isPublic ? 1 : 0)
