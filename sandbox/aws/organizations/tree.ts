import type { Fleet } from '../ec2/fleet.ts'

interface Organization {
  id: string
  /** The account that manages it. */
  management: string
  rootId: string
  /** Sorted by their ids. */
  accounts: readonly { id: string; parentId: string }[]
  units: readonly { id: string; parentId: string }[]
}

const ORGANIZATION = /^arn:aws:organizations::(\d{12}):organization\/(o-[a-z0-9]+)$/
const UNIT = /^arn:aws:organizations::\d{12}:ou\/o-[a-z0-9]+\/(ou-([0-9a-z]+)-[0-9a-z]+)$/

const organizationOf = (arns: readonly string[]) =>
  arns.flatMap(arn => {
    const [, management, id] = ORGANIZATION.exec(arn) ?? []
    return management && id ? [{ management, id }] : []
  })[0]

const unitsOf = (arns: readonly string[]): string[] => arns.flatMap(arn => UNIT.exec(arn)?.[1] ?? [])

/** The organization of an account, from where its accounts belong: each one's units from the top to its own. */
export const findOrganization = (
  { memberOf }: Pick<Fleet, 'memberOf'>,
  account: string,
): Organization | undefined => {
  const found = organizationOf(memberOf[account] ?? [])
  if (!found) return undefined
  const members = Object.entries(memberOf)
    .filter(([, arns]) => organizationOf(arns)?.id === found.id)
    .sort(([one], [other]) => one.localeCompare(other))
  const rootId = `r-${/^ou-([0-9a-z]+)-/.exec(members.flatMap(([, arns]) => unitsOf(arns))[0] ?? '')?.[1] ?? 'sbox'}`
  const units = new Map<string, { id: string; parentId: string }>()
  const accounts = members.map(([id, arns]) => {
    let parentId = rootId
    for (const unit of unitsOf(arns)) {
      units.set(unit, { id: unit, parentId })
      parentId = unit
    }
    return { id, parentId }
  })
  return { ...found, rootId, accounts, units: [...units.values()] }
}
