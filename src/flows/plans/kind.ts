import type { Form } from '../../../blocks/form.ts'
import type { Message } from '../../../blocks/message.ts'
import type { PlanFormView } from '../../../blocks/plan-form.ts'
import type { AliasChange, AliasChoices } from '../../domain/alias-change.ts'
import type { AskOf } from '../../domain/ask.ts'
import type { Plan, WithheldSharing } from '../../domain/plan.ts'
import type { LeftOut } from '../../domain/plan-facts.ts'
import type { Revocation } from '../../domain/revocation.ts'
import type { PlanNeeds } from './needs.ts'
import type { Required } from './plan-need.ts'
import type { Seen } from './see-images.ts'

/** All that the form of a plan showed, as it is now. */
export interface SeenAgain {
  images: readonly Seen[]
  leftOut: readonly LeftOut[]
  alias?: AliasChange
  revocation?: Revocation
  withheld?: readonly WithheldSharing[]
  choices?: AliasChoices
  /**
   * `shown`: it is not as the form showed it, so the form is drawn again; `chosen`: it is as the person chose in the form; `to-show`: the
   * same, but the person has to see it first.
   */
  differs?: 'shown' | 'chosen' | 'to-show'
}

/** What differs between plans that change images and those that set an alias. */
export interface PlanKind {
  /** Looks again at everything; or why there is nothing left to do. */
  seeAgain: (
    needs: PlanNeeds,
    plan: Plan,
    ask: AskOf<'submit-plan'>,
  ) => Promise<({ ok: true } & SeenAgain) | { ok: false; message: Message; isWaiting?: true }>
  /** Which second person it needs. */
  required: (
    needs: Pick<PlanNeeds, 'config' | 'ledger' | 'clock'>,
    plan: Plan,
    images: readonly Seen[],
  ) => Promise<Required>
  /** Why the form is not complete. */
  complaint: (
    ask: AskOf<'submit-plan'>,
    required: Required,
    seen: SeenAgain,
    plan: Plan,
  ) => string | undefined
  form: (view: PlanFormView) => Form
}
