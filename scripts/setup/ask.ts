import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Talks with the person at the terminal. */
export interface Ask {
  /** An empty answer is the one that is offered. */
  text(question: string, offered?: string): Promise<string>
  /** The answer is not shown. */
  secret(question: string): Promise<string>
  confirm(question: string): Promise<boolean>
}

/** Nobody is there, as in CI: what is still open is named, with the option that would have answered it. */
export class Unanswered extends Error {
  override name = 'Unanswered'
}

export const nobody: Ask = {
  async text(question) {
    throw new Unanswered(question)
  },
  async secret(question) {
    throw new Unanswered(question)
  },
  async confirm(question) {
    throw new Unanswered(question)
  },
}

/** Takes what readline would show of the keys that are typed. */
const nowhere = () =>
  new Writable({
    write(_chunk, _encoding, done) {
      done()
    },
  })

/** The terminal's own echo is off while a question is open: readline shows the keys, or nobody does. */
export const createTerminal = (
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): Ask => {
  const question = async (words: string, isSecret = false): Promise<string> => {
    const lines = createInterface({ input, output: isSecret ? nowhere() : output, terminal: true })
    // Printed once the echo is off, so that no typed character is shown.
    if (isSecret) output.write(words)
    try {
      return (await lines.question(words)).trim()
    } finally {
      lines.close()
    }
  }
  return {
    text: async (words, offered) =>
      (await question(`${words}${offered ? ` [${offered}]` : ''}: `)) || (offered ?? ''),
    async secret(words) {
      try {
        return await question(`${words} (not shown): `, true)
      } finally {
        output.write('\n')
      }
    },
    confirm: async words => /^y(es)?$/i.test(await question(`${words} [y/N]: `)),
  }
}
