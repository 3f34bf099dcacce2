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

export const createTerminal = (): Ask => {
  let isMuted = false
  const output = new Writable({
    write(chunk, encoding, done) {
      if (!isMuted) process.stdout.write(chunk, encoding)
      done()
    },
  })
  const question = async (words: string): Promise<string> => {
    const lines = createInterface({ input: process.stdin, output, terminal: true })
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
      process.stdout.write(`${words} (not shown): `)
      isMuted = true
      try {
        return await question('')
      } finally {
        isMuted = false
        process.stdout.write('\n')
      }
    },
    confirm: async words => /^y(es)?$/i.test(await question(`${words} [y/N]: `)),
  }
}
