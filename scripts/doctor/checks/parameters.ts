import { secretCommand } from '../../secret-command.ts'
import { type Check, note, ok, problem } from '../check.ts'

/** The two secrets are there, as SecureStrings, and can be decrypted. */
export const parameters: Check = {
  name: 'parameters',
  takes: 'ssm:GetParameters on them, and kms:Decrypt where their key is your own',
  async run({ secrets, tokenName, signingSecretName, where }) {
    const found = await secrets()
    const expected = [
      { name: tokenName, form: /^xoxb-/, what: 'the Bot User OAuth Token, xoxb-…' },
      { name: signingSecretName, form: /^\S{16,}$/, what: 'the Signing Secret' },
    ]
    return expected.map(({ name, form, what }) => {
      const stored = found.get(name)
      if (!stored) return problem(`${name} is missing.`, `${secretCommand(where, name)}   (${what})`)
      if (!form.test(stored.value))
        return problem(`${name} is not ${what}.`, secretCommand(where, name, true))
      return stored.type === 'SecureString'
        ? ok(name)
        : note(
            `${name} is stored as plain text (${stored.type}).`,
            'Delete it and store it as a SecureString.',
          )
    })
  },
}
