import type { Clock } from './clock.ts'
import type { Fault } from './faults.ts'

/** The outcome of a call that may have a fault. */
export type Outcome<Answer> =
  | { kind: 'answered'; answer: Answer }
  | { kind: 'failed'; fault: Fault }
  | { kind: 'cut' }

/** Makes a call with its fault: late, refused or unanswered, with or without its effect. */
export const withFault = async <Answer>(
  fault: Fault | undefined,
  clock: Clock,
  act: () => Answer | Promise<Answer>,
): Promise<Outcome<Answer>> => {
  if (fault?.delayMs) await clock.sleep(fault.delayMs, { isCall: true })
  const fails = fault !== undefined && (fault.drop === true || fault.error !== undefined)
  if (!fails) return { kind: 'answered', answer: await act() }
  if (fault.afterEffect) await act()
  return fault.drop ? { kind: 'cut' } : { kind: 'failed', fault }
}
