import type { Answer } from '../model.ts'

/** Says so when the bot's door did not answer 200, as Slack does with its warning sign. */
export const complainAbout = async (
  tell: (text: string) => void,
  answer: Promise<Answer>,
): Promise<Answer | undefined> => {
  try {
    const answered = await answer
    if (answered.status !== 200) tell(`amiops answered ${answered.status}. Nothing may have happened.`)
    return answered
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error))
    return undefined
  }
}
