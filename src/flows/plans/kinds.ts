import type { Plan } from '../../domain/plan.ts'
import { aliasKind } from '../promote/alias-kind.ts'
import { revokeKind } from '../revoke/revoke-kind.ts'
import { imagesKind } from './images-kind.ts'
import type { PlanKind } from './kind.ts'

/** What kind of plan it is. */
export const kindOf = ({ alias, revocation }: Pick<Plan, 'alias' | 'revocation'>): PlanKind =>
  alias ? aliasKind : revocation ? revokeKind : imagesKind
