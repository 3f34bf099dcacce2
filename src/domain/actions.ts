import type { EventState } from './event.ts'
import type { ImageState } from './image.ts'

export const ACTIONS = [
  'enable',
  'disable',
  'deregister',
  'shareWith',
  'share',
  'makePrivate',
  'restore',
  'retire',
  'keep',
  'scan',
] as const
export type Action = (typeof ACTIONS)[number]

/** What is done to a family's aliases, and with them to its images: each is a plan. */
export const FAMILY_ACTIONS = ['promote', 'rollback', 'revoke'] as const
export type FamilyAction = (typeof FAMILY_ACTIONS)[number]

/** What a plan does. */
export type PlanAction = Action | FamilyAction

interface ActionRule {
  /** EC2's name of the call. */
  call: string
  /** The states that prove it. What changes launch permissions leaves the state as it is. */
  becomes: readonly EventState[]
  /** The states in which a card has the button, and the only ones in which the action is carried out. */
  from: readonly ImageState[]
  /** A form shows what would break before it is asked for. */
  asksFirst: boolean
  label: string
  /** "enabled by @maria" */
  past: string
  /** "Enabling …" */
  doing: string
}

export const ACTION_RULES: Readonly<Record<Action, ActionRule>> = {
  enable: {
    call: 'EnableImage',
    becomes: ['available'],
    from: ['disabled'],
    asksFirst: false,
    label: 'Enable',
    past: 'enabled',
    doing: 'Enabling',
  },
  disable: {
    call: 'DisableImage',
    becomes: ['disabled'],
    from: ['available'],
    asksFirst: true,
    label: 'Disable',
    past: 'disabled',
    doing: 'Disabling',
  },
  deregister: {
    call: 'DeregisterImage',
    becomes: ['deregistered'],
    from: ['available', 'disabled', 'failed'],
    asksFirst: true,
    label: 'Deregister',
    past: 'deregistered',
    doing: 'Deregistering',
  },
  shareWith: {
    call: 'ModifyImageAttribute',
    becomes: [],
    from: ['available'],
    asksFirst: true,
    label: 'Share',
    past: 'given new launch permissions',
    doing: 'Changing the launch permissions of',
  },
  share: {
    call: 'ModifyImageAttribute',
    becomes: [],
    from: ['available'],
    asksFirst: false,
    label: 'Re-share',
    past: 're-shared',
    doing: 'Re-sharing',
  },
  makePrivate: {
    call: 'ModifyImageAttribute',
    becomes: [],
    from: ['available'],
    asksFirst: false,
    label: 'Make private',
    past: 'made private',
    doing: 'Making private',
  },
  restore: {
    call: 'RestoreImageFromRecycleBin',
    // A disabled image comes back disabled.
    becomes: ['available', 'disabled'],
    from: ['deregistered'],
    asksFirst: false,
    label: 'Restore',
    past: 'restored',
    doing: 'Restoring',
  },
  retire: {
    call: 'EnableImageDeprecation',
    becomes: [],
    from: ['available'],
    asksFirst: true,
    label: 'Retire',
    past: 'given a new deprecation date',
    doing: 'Changing the deprecation date of',
  },
  keep: {
    call: 'CreateTags',
    becomes: [],
    from: ['available', 'disabled'],
    asksFirst: false,
    label: 'Keep',
    past: 'kept from clean-up',
    doing: 'Keeping',
  },
  scan: {
    call: 'StartOnDemandScan',
    becomes: [],
    from: ['available'],
    asksFirst: false,
    label: 'Scan',
    past: 'sent to Amazon Inspector',
    doing: 'Starting a scan of',
  },
}

const FAMILY_ACTION_WORDS: Readonly<Record<FamilyAction, Pick<ActionRule, 'label' | 'past' | 'doing'>>> = {
  promote: { label: 'Promote', past: 'promoted', doing: 'Promoting' },
  rollback: { label: 'Roll back', past: 'rolled back', doing: 'Rolling back' },
  revoke: { label: 'Revoke', past: 'revoked', doing: 'Revoking' },
}

export const isFamilyAction = (action: PlanAction): action is FamilyAction =>
  FAMILY_ACTIONS.some(one => one === action)

/** What an action is called. */
export const actionWords = (action: PlanAction): Pick<ActionRule, 'label' | 'past' | 'doing'> =>
  isFamilyAction(action) ? FAMILY_ACTION_WORDS[action] : ACTION_RULES[action]

/** Whether the action takes something away, so that a form first shows what would break. */
export const takesAway = (action: PlanAction): boolean =>
  !isFamilyAction(action) && ACTION_RULES[action].asksFirst

/** Actions for many images at once. Re-share is not among them: each image gets back its own launch permissions. */
export const PLAN_ACTIONS = [
  'restore',
  'enable',
  'disable',
  'deregister',
] as const satisfies readonly Action[]

/** What amiops may suggest to do with many images: to give them a deprecation date, too. */
export const SUGGESTED_ACTIONS = ['retire', ...PLAN_ACTIONS] as const satisfies readonly Action[]

/** Actions that count for the hourly limit of a person: after them nobody can use the image. */
export const LIMITED_ACTIONS: readonly Action[] = ['disable', 'deregister']

export const isAction = (value: unknown): value is Action => ACTIONS.includes(value as Action)

/** Actions that are confirmed in a form with the facts. */
export const FORM_ACTIONS = ACTIONS.filter(action => ACTION_RULES[action].asksFirst)
/** Actions that a click asks for at once: each restores something, or protects the image. */
export const CLICK_ACTIONS = ACTIONS.filter(action => !ACTION_RULES[action].asksFirst)
