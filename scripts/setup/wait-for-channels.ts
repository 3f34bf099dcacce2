import { channels } from '../doctor/checks/channels.ts'
import type { Context } from '../doctor/context.ts'
import { linesOf, problemsOf, type SetupNeeds, SetupStopped } from './needs.ts'

/** Waits until the bot is in each channel that the config names. @throws {SetupStopped} where nobody is to be waited for */
export const waitForChannels = async (
  { waitForPerson }: Pick<SetupNeeds, 'waitForPerson'>,
  look: () => Context,
): Promise<void> => {
  for (;;) {
    const missing = problemsOf(await channels.run(look()))
    if (missing.length === 0) return
    const what = `The bot is not in all of its channels:\n${linesOf(missing)}`
    if (!(await waitForPerson(what))) throw new SetupStopped(what)
  }
}
