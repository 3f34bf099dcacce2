import { useTell } from '../ui/notices.tsx'

/** Does something and says in a corner that it worked, or why it did not. */
export const useRun = () => {
  const tell = useTell()
  return async (work: () => Promise<unknown>, done?: string | ((result: unknown) => string)) => {
    try {
      const result = await work()
      if (done) tell(typeof done === 'string' ? done : done(result), 'good')
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error))
    }
  }
}
