/** Wakes those who wait. A signal raised while nobody waits wakes the next one who does. */
export interface Signal {
  raise(): void
  wait(): Promise<void>
}

export const createSignal = (): Signal => {
  let raised = false
  let wake: (() => void) | undefined
  return {
    raise() {
      raised = true
      wake?.()
    },
    async wait() {
      if (!raised) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      raised = false
      wake = undefined
    },
  }
}
