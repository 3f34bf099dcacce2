import type { AliasChoices } from '../../domain/alias-change.ts'
import { accountName, rolesNamed } from '../../domain/config.ts'
import { imagesOf, type Plan } from '../../domain/plan.ts'
import type { LeftOut } from '../../domain/plan-facts.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import { kindOf } from './kinds.ts'
import type { PlanNeeds } from './needs.ts'
import type { Seen } from './see-images.ts'

/** How the form of a plan is drawn. */
export interface Drawing {
  viewId: string
  leftOut: readonly LeftOut[]
  choices?: AliasChoices
  /** The images are not what the person saw before. */
  changed?: true
  /** What the person chose in the form is shown for the first time. */
  chosen?: true
  /** What the person has typed. */
  purpose?: string
  /** What is not right about it. */
  complaint?: string
}

/** Draws the form of an open plan: the facts of all its images, and the fields to fill in. */
export const drawPlanForm = async (
  needs: PlanNeeds,
  plan: Plan,
  images: readonly Seen[],
  { viewId, ...drawing }: Drawing,
): Promise<void> => {
  const { config, messenger } = needs
  const { need, other, left } = await kindOf(plan).required(needs, plan, images)
  const isAbove = imagesOf(plan) > left
  const asked = need ?? (isAbove ? other : undefined)
  const form = kindOf(plan).form({
    ...drawing,
    plan,
    images,
    nameOf: account => accountName(config, account),
    ...(asked && { approval: { ...asked, roles: rolesNamed(config, asked.roles) } }),
    ...(isAbove && { above: { limit: config.limits.destructivePerHour, left: Math.max(0, left) } }),
  })
  throwIfBusy(await messenger.showForm(viewId, form), 'the form is drawn')
}
