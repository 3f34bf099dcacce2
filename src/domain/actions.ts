import type { EventState } from './event.ts'
import type { ImageState } from './image.ts'

export const ACTIONS = ['enable', 'disable', 'deregister'] as const
export type Action = (typeof ACTIONS)[number]

interface ActionRule {
  /** EC2's name of the call. */
  call: string
  /** The state that EC2 will announce when it is done. */
  becomes: EventState
  /** The states in which the button stands on a card, and the only ones in which the action is carried out. */
  from: readonly ImageState[]
  label: string
  /** "enabled by @maria" */
  past: string
  /** "Enabling …" */
  doing: string
}

export const ACTION_RULES: Readonly<Record<Action, ActionRule>> = {
  enable: {
    call: 'EnableImage',
    becomes: 'available',
    from: ['disabled'],
    label: 'Enable',
    past: 'enabled',
    doing: 'Enabling',
  },
  disable: {
    call: 'DisableImage',
    becomes: 'disabled',
    from: ['available'],
    label: 'Disable',
    past: 'disabled',
    doing: 'Disabling',
  },
  deregister: {
    call: 'DeregisterImage',
    becomes: 'deregistered',
    from: ['available', 'disabled', 'failed'],
    label: 'Deregister',
    past: 'deregistered',
    doing: 'Deregistering',
  },
}

export const isAction = (value: unknown): value is Action => ACTIONS.includes(value as Action)

/** The actions that make sense for an image in this state, in the order of their buttons. */
export const actionsFor = (state: ImageState): Action[] =>
  ACTIONS.filter(a => ACTION_RULES[a].from.includes(state))
