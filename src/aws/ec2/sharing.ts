import type { LaunchPermission } from '@aws-sdk/client-ec2'
import type { Sharing } from '../../domain/sharing.ts'

/** EC2's launch permissions in our words. */
export const sharingOf = (permissions: readonly LaunchPermission[]): Sharing => ({
  accounts: permissions.flatMap(({ UserId }) => UserId ?? []),
  organizations: permissions.flatMap(({ OrganizationArn }) => OrganizationArn ?? []),
  organizationalUnits: permissions.flatMap(({ OrganizationalUnitArn }) => OrganizationalUnitArn ?? []),
  isPublic: permissions.some(({ Group }) => Group === 'all'),
})

/** Our launch permissions in EC2's words. */
export const permissionsOf = ({
  accounts,
  organizations,
  organizationalUnits,
  isPublic,
}: Sharing): LaunchPermission[] => [
  ...accounts.map(UserId => ({ UserId })),
  ...organizations.map(OrganizationArn => ({ OrganizationArn })),
  ...organizationalUnits.map(OrganizationalUnitArn => ({ OrganizationalUnitArn })),
  ...(isPublic ? [{ Group: 'all' as const }] : []),
]
