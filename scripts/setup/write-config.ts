import { readFileSync, writeFileSync } from 'node:fs'
import type { Ask } from './ask.ts'
import { Unanswered } from './ask.ts'
import { fillRegions, nameGovSlack, openQuestions, type Question } from './questions.ts'

/** What was given as options, by their names. */
export type Answers = Readonly<Record<string, string | undefined>>

const answerTo = async (
  { option, asks, fits, expected }: Pick<Question, 'option' | 'asks' | 'fits' | 'expected'>,
  answers: Answers,
  ask: Ask,
  offered?: string,
): Promise<string> => {
  const given = answers[option]
  if (given !== undefined) {
    if (fits.test(given)) return given
    throw new Unanswered(`Expected --${option} to be ${expected}, got ${JSON.stringify(given)}.`)
  }
  for (;;) {
    const answer = await ask.text(`${asks}; --${option}`, offered)
    if (fits.test(answer)) return answer
    console.log(`Expected ${expected}, got ${JSON.stringify(answer)}.`)
  }
}

/**
 * Fills in what the config leaves open, and nothing else: comments and your own lines stay as they are.
 *
 * @param own what is offered for the account and its regions: those of the credentials
 * @returns whether the file was changed
 */
export const writeConfig = async (
  file: string,
  answers: Answers,
  ask: Ask,
  own: { account: string; region: string },
  isGovSlack = false,
): Promise<boolean> => {
  const before = readFileSync(file, 'utf8')
  let config = isGovSlack ? nameGovSlack(before) : before
  for (const question of openQuestions(before)) {
    const isAccount = question.option === 'account'
    config = question.fill(
      config,
      await answerTo(question, answers, ask, isAccount ? own.account : undefined),
    )
    if (!isAccount) continue
    const regions = {
      option: 'regions',
      asks: 'The regions whose images it looks at, with commas',
      fits: /^[a-z]{2}[a-z\d-]+([\s,]+[a-z]{2}[a-z\d-]+)*$/,
      expected: 'regions like eu-west-1',
    }
    config = fillRegions(config, await answerTo(regions, answers, ask, own.region))
  }
  if (config !== before) writeFileSync(file, config)
  return config !== before
}
