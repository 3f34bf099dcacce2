import type { Answer } from '../model.ts'

/** What is wrong with an answer of the bot's request URL, in Slack's own words. */
export const readFailure = ({ status, error }: Answer): string | undefined => {
  if (status === 200 && !error) return undefined
  if (error === 'operation_timeout') return 'This app took too long to answer (operation_timeout).'
  if (status === 200) return `This app’s answer could not be used (${error}).`
  if (status !== 0) return `This app responded with Status Code ${status}.`
  return `This app did not answer (${error ?? 'dispatch_failed'}).`
}

/** Asks, and gives what went wrong, in words; nothing when all went well. */
export const complainAbout = async (answer: Promise<Answer>): Promise<string | undefined> => {
  try {
    return readFailure(await answer)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
