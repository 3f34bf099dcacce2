import type { Sharing } from './sharing.ts'

/** Who may want to launch an image: an account, all accounts of an organization or of a unit, or everybody. */
export type Launcher =
  | { kind: 'account'; id: string }
  | { kind: 'organization'; id: string }
  | { kind: 'unit'; id: string; organizationId: string }
  | { kind: 'everybody' }

/** `arn:aws:organizations::123456789012:ou/o-abc/ou-abcd-1`: what follows the kind.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html */
const ORGANIZATION = /:organization\/(o-[\w-]+)$/
const UNIT = /:ou\/(o-[\w-]+)\/(ou-[\w-]+)$/

/** Everybody who has a launch permission, accounts first. An ARN that names neither an organization nor a unit is left out. */
export const launchersOf = ({
  accounts,
  organizations,
  organizationalUnits,
  isPublic,
}: Sharing): Launcher[] => [
  ...accounts.map(id => ({ kind: 'account' as const, id })),
  ...organizations.flatMap(arn => {
    const id = ORGANIZATION.exec(arn)?.[1]
    return id === undefined ? [] : [{ kind: 'organization' as const, id }]
  }),
  ...organizationalUnits.flatMap(arn => {
    const [, organizationId, id] = UNIT.exec(arn) ?? []
    return organizationId === undefined || id === undefined
      ? []
      : [{ kind: 'unit' as const, id, organizationId }]
  }),
  ...(isPublic ? [{ kind: 'everybody' as const }] : []),
]
