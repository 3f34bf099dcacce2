import type { Verb } from './aws-model.ts'

/** What EC2 calls it. */
export const calls: Record<Verb, string> = {
  enable: 'EnableImage',
  disable: 'DisableImage',
  copy: 'CopyImage',
  build: 'CreateImage, of an instance that runs it',
  protect: 'EnableImageDeregistrationProtection',
  unprotect: 'DisableImageDeregistrationProtection',
  fail: 'creation fails',
  restore: 'RestoreImageFromRecycleBin',
  deregister: 'DeregisterImage',
}

export const labelOf = (verb: Verb): string => `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`

/** Verbs that EC2 would refuse in a state; the others are offered. */
export const isOffered = (verb: Verb, state: string, isProtected: boolean): boolean => {
  if (state === 'recycled') return verb === 'restore'
  switch (verb) {
    case 'enable':
      return state === 'disabled'
    case 'disable':
    case 'copy':
    case 'build':
      return state === 'available'
    case 'protect':
      return !isProtected && state !== 'pending'
    case 'unprotect':
      return isProtected
    case 'fail':
      return state === 'pending' || state === 'available'
    case 'restore':
      return false
    case 'deregister':
      return !isProtected
  }
}
