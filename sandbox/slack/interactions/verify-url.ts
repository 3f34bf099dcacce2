import { randomBytes } from 'node:crypto'
import { type Interactor, outcomeOf } from './interactor.ts'
import { VERIFICATION_TOKEN } from './payload.ts'

/** What Slack does when somebody enters the events URL, or presses Retry: the bot must send the challenge back. */
export const verifyUrl = async ({
  workspace,
  bot,
  timeline,
}: Pick<Interactor, 'workspace' | 'bot' | 'timeline'>): Promise<{ status: number; verified: boolean }> => {
  const challenge = randomBytes(24).toString('base64url')
  const request = { token: VERIFICATION_TOKEN, challenge, type: 'url_verification' }
  const answer = await bot.send('application/json', JSON.stringify(request))
  const verified = answer.status === 200 && challengeIn(answer.body) === challenge
  workspace.events.url = verified ? 'verified' : 'refused'
  const title = `Slack verified the events URL -> ${verified ? outcomeOf(answer) : 'refused'}`
  timeline.record('slack', title, { answer: answer.body }, answer.endedAtMs)
  return { status: answer.status, verified }
}

/** Bare, or as JSON: Slack takes both. https://docs.slack.dev/reference/events/url_verification */
const challengeIn = (body: string): unknown => {
  try {
    return (JSON.parse(body) as { challenge?: unknown }).challenge
  } catch {
    return body.trim()
  }
}
