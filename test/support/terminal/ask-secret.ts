import { createTerminal } from '../../../scripts/setup/ask.ts'

/** Asks for a name, then for a secret, at its own terminal, and says how long the secret was. */
const ask = createTerminal()
const name = await ask.text('Your name')
const secret = await ask.secret('Your secret')
console.log(`${name} has ${secret.length} letters.`)
